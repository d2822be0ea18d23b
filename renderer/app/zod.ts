import { z } from 'zod';

// The page's security policy forbids code made at run time, which zod's fast path would use. Must run before any schema is made.
z.config({ jitless: true });
