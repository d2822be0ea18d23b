import { killReceiving } from './receiving.ts';

killReceiving(6);
