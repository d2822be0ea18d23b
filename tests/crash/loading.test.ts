import { killLoading } from './loading.ts';

killLoading(5);
