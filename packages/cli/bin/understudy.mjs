#!/usr/bin/env node
// Runs the command line on the Node.js that the package pins: sources are TypeScript, run without a
// build.
import { spawn } from 'node:child_process';
// By namespace: Node.js 20 has no `enableCompileCache`, and a missing name would end the program
// before the fallback.
import * as module from 'node:module';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR_MIN = 24;
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) {
  // Stripping types from a few hundred files takes a second of each process's start, the first
  // time.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
    new URL('../../../node_modules/.cache/understudy', import.meta.url),
  );
  module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  await import(main);
} else {
  const child = spawn(pinnedNode(), [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`understudy needs Node.js ${NODE_MAJOR_MIN}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + os.constants.signals[signal]));
}

/**
 * The one that `npm install` brought for this platform, as an optional dependency with its hash in
 * the lock file.
 */
function pinnedNode() {
  const name = `node-${process.platform}-${process.arch}`;
  try {
    const found = module.createRequire(import.meta.url).resolve(`${name}/package.json`);
    return path.join(path.dirname(found), 'bin', 'node');
  } catch {
    console.error(
      `understudy needs Node.js ${NODE_MAJOR_MIN}, and this is ${process.version}: ` +
        `the package ${name} is not installed; run npm install, or use Node.js ${NODE_MAJOR_MIN}`,
    );
    process.exit(1);
  }
}
