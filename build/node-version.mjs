// Loaded before every script. Plain JavaScript, because an older Node cannot even read the rest: better-sqlite3 crashes on Node 20, and
// TypeScript runs by type stripping.
const wanted = 24;
const found = process.versions.node;

if (Number(found.split('.')[0]) !== wanted) {
  console.error(
    `yidi needs Node ${wanted} and was started with Node ${found}. Run "npm ci", which installs it, then use "npm start", "npm test" or "npx yidi".`,
  );
  process.exit(3);
}
