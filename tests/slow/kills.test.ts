import { killLoading } from '../crash/loading.ts';
import { killReceiving } from '../crash/receiving.ts';
import { killSending } from '../crash/sending.ts';

// Two hundred kills, over packing, writing, receiving and loading alike.
killSending({ saving: 0, packing: 50, writing: 50 });
killReceiving(50);
killLoading(50);
