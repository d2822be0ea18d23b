import { type LicenseFile, type LicensesRead, readLicenses } from '../core/exchange/read-licenses.ts';
import { answerWith } from '../core/threads/answer.ts';

// Worker thread: reads files of records out of packages.
answerWith((input: LicenseFile): LicensesRead => readLicenses(input));
