#!/usr/bin/env node
// Runs the command line on Node.js 24: the one that runs this, or else the one that the package
// pins.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
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
  // Compiling a few hundred files takes a second of each process's start, the first time.
  process.env.NODE_COMPILE_CACHE ??= compileCache();
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
 * Beside what npm installed, and gone with it; where that belongs to somebody else, in the user's
 * own cache. Never where others may write: what is in it is run.
 */
function compileCache() {
  const own = fileURLToPath(import.meta.url);
  for (let folder = path.dirname(own); folder !== path.dirname(folder);) {
    folder = path.dirname(folder);
    const packages =
      path.basename(folder) === 'node_modules' ? folder : path.join(folder, 'node_modules');
    if (!existsSync(packages)) continue;
    if (isWritable(packages)) return path.join(packages, '.cache', 'understudy');
    break;
  }
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(cache, 'understudy');
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
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
