import process from 'node:process';
import type { Command } from 'commander';
import { grammarOf } from '../completion/grammar.ts';
import { completionScript, type Shell } from '../completion/scripts.ts';

/** For `eval "$(understudy completion bash)"`. */
export function completion(shell: Shell, program: Command): void {
  process.stdout.write(completionScript(shell, grammarOf(program)));
}
