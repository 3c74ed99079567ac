#!/usr/bin/env node
// Stands in for the `code` executable of the desktop: takes its arguments, ends with the suite's exit code.
import process from 'node:process';
import { openWindow } from './window.ts';

const argv = process.argv.slice(2);
const all = (name) => argv.filter((a) => a.startsWith(`--${name}=`)).map((a) => a.slice(name.length + 3));
let opened;

process.stdout.on('error', () => {}); // the reader may go first
process.stderr.on('error', () => {});

async function end(code, why) {
  if (why) console.error(why);
  await opened?.close();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => end(130, `stopped by ${signal}`));
const parent = process.ppid;
setInterval(() => process.ppid === parent || end(129), 1000).unref();
const limit = Number(process.env.VSCODE_TEST_TIMEOUT || 900);
setTimeout(() => end(124, `the suite did not end in ${limit} s`), limit * 1000).unref();

try {
  opened = await openWindow({
    folder: argv.find((a) => !a.startsWith('-')),
    extensions: all('extensionDevelopmentPath'),
    suite: all('extensionTestsPath')[0],
    userDataDir: all('user-data-dir')[0],
    extensionsDir: all('extensions-dir')[0],
    restricted: process.env.VSCODE_TEST_RESTRICTED === '1' || !argv.includes('--disable-workspace-trust'),
    onLog: (type, line) => (type === 'error' ? process.stderr : process.stdout).write(`${line}\n`),
  });
} catch (error) {
  await end(2, error);
}
await end(await opened.exit);
