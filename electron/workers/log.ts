import { type LogToWrite, type LogWritten, writeLog } from '../core/store/log-writer.ts';
import { answerWith } from '../core/threads/answer.ts';

// Worker thread: writes the log of a database into it.

answerWith((input: LogToWrite): LogWritten => writeLog(input));
