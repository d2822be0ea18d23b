import { z } from 'zod';
import { type LicenseFile, type LicensesRead, readLicenses } from '../core/exchange/read-licenses.ts';
import { answerWith } from '../core/threads/answer.ts';

// Worker thread: reads files of records out of packages.

// What is wrong with a field is said as the core says it.
z.config(z.locales.zhCN());

answerWith((input: LicenseFile): LicensesRead => readLicenses(input));
