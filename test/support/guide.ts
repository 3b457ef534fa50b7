import { parse } from 'yaml';
import { z } from 'zod';

/** What a reader of a guide does, in its order. */
export type Step = { line: number } & (
  | { kind: 'run'; commands: string }
  | { kind: 'write'; file: string; text: string }
  /** What the commands before it print, line by line; `…` stands for anything. */
  | { kind: 'prints'; lines: string[] }
  | { kind: 'skip'; reason: string }
);

const FENCE =
  /^<!-- before\n(?<before>[^]*?)^-->$|^(?:<!-- (?<mark>[^\n]*) -->\n\n?)?```(?<language>[a-z]*)\n(?<text>[^]*?)^```$/gm;

/**
 * The steps of a guide in Markdown. Each block in `sh` is run. A comment on the line above a block
 * says what else it is: `file: NAME` is what the file holds, `workflow: NAME` is one whose `run`
 * steps are run, too, `prints` is what the commands above print, `not run: REASON` what cannot be
 * done here. A comment that begins with `before` has commands that a reader has done already.
 */
export function stepsOf(markdown: string): Step[] {
  return [...markdown.matchAll(FENCE)].flatMap((match): Step[] => {
    const { before, mark = '', language = '', text = '' } = match.groups ?? {};
    const line = markdown.slice(0, match.index).split('\n').length;
    if (before !== undefined) return [{ kind: 'run', line, commands: before }];
    const [, kind, file] = /^(file|workflow): (.+)$/.exec(mark) ?? [];
    if (file !== undefined)
      return [
        { kind: 'write', line, file, text },
        ...(kind === 'workflow' ? runsOf(text, line) : []),
      ];
    const [, reason] = /^not run: (.+)$/.exec(mark) ?? [];
    if (reason !== undefined) return [{ kind: 'skip', line, reason }];
    if (mark === 'prints') return [{ kind: 'prints', line, lines: text.trimEnd().split('\n') }];
    return language === 'sh' ? [{ kind: 'run', line, commands: text }] : [];
  });
}

const workflowSchema = z.object({
  jobs: z.record(
    z.string(),
    z.object({ steps: z.array(z.object({ run: z.string().optional() })) }),
  ),
});

/** Each in a shell of its own, as the runner has it, in the order of the file. */
function runsOf(workflow: string, line: number): Step[] {
  const { jobs } = workflowSchema.parse(parse(workflow));
  return Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .flatMap(({ run }): Step[] =>
      run === undefined ? [] : [{ kind: 'run', line, commands: `(\n${run}\n)\n` }],
    );
}

const MARK = ':: line ';

/**
 * One script for the whole guide: what one block exports, and where it goes, holds for the next.
 */
export function scriptOf(steps: readonly Step[]): string {
  const parts = steps.map((step) => {
    if (step.kind === 'run') return `echo '${MARK}${step.line}'\n${step.commands}`;
    if (step.kind !== 'write') return '';
    return `mkdir -p "$(dirname '${step.file}')"\ncat > '${step.file}' <<'END OF FILE'\n${step.text}END OF FILE\n`;
  });
  return `set -euo pipefail\n${parts.join('\n')}\necho '${MARK}0'\n`;
}

/** What of a guide did not happen: the first block that failed, and lines that were not printed. */
export function problemsOf(steps: readonly Step[], output: string): string[] {
  const printed = new Map<number, string>();
  for (const part of `\n${output}`.split(`\n${MARK}`).slice(1)) {
    const [line = '', ...rest] = part.split('\n');
    const before = printed.get(Number(line)) ?? '';
    printed.delete(Number(line)); // the last one is that which ran last
    printed.set(Number(line), `${before}${rest.join('\n')}`);
  }
  if (!printed.has(0)) {
    const last = [...printed].at(-1);
    return [`line ${last?.[0]} failed:\n${last?.[1]}`];
  }
  let before = 0;
  return steps.flatMap((step) => {
    if (step.kind === 'run') before = step.line;
    return step.kind === 'prints' ? missingLines(step, printed.get(before) ?? '') : [];
  });
}

function missingLines(step: { line: number; lines: string[] }, output: string): string[] {
  let rest = output.split('\n');
  for (const line of step.lines) {
    const at = rest.findIndex((printed) => isLike(line, printed));
    if (at === -1) return [`line ${step.line} promises '${line}', which is not in:\n${output}`];
    rest = rest.slice(at + 1);
  }
  return [];
}

/** Blanks that align a table do not count. */
function isLike(promised: string, printed: string): boolean {
  const words = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');
  const parts = words(promised)
    .split('…')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(words(printed));
}
