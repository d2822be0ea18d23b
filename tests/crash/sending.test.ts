import { killSending } from './sending.ts';

killSending({ saving: 6, packing: 10, writing: 10 });
