import type { Typed } from './grammar.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What a shell evaluates to complete `understudy …`. */
export function completionScript(shell: Shell, grammar: readonly Typed[]): string {
  switch (shell) {
    case 'bash':
      return bash(grammar);
    case 'zsh':
      return zsh(grammar);
    case 'fish':
      return fish(grammar);
  }
}

/** Names here are of letters, digits and hyphens, so that single quotes hold them. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const wordsOf = ({ commands, choices, options }: Typed): string =>
  [...commands, ...choices, ...options.map(({ long }) => long), '--help'].join(' ');

/** `place` becomes the command that the words before the last one name. */
function placeOf(grammar: readonly Typed[]): string {
  const paths = grammar.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  return `case "\${place:+$place }$word" in ${paths.join('|')}) place="\${place:+$place }$word" ;; esac`;
}

/** The values of the option before, where it has some. */
function valueCases(
  grammar: readonly Typed[],
  say: (takes: 'file' | string[]) => string,
): string[] {
  return grammar.flatMap(({ path, options }) =>
    options.flatMap(({ long, takes }) =>
      takes === 'nothing' || takes === 'value'
        ? []
        : [`    ${quoted(`${path} ${long}`)}) ${say(takes)}; return ;;`],
    ),
  );
}

function bash(grammar: readonly Typed[]): string {
  return [
    '# eval "$(understudy completion bash)" in ~/.bashrc',
    '_understudy() {',
    '  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" place="" word',
    '  COMPREPLY=()',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    `    ${placeOf(grammar)}`,
    '  done',
    '  case "$place $prev" in',
    ...valueCases(grammar, (takes) =>
      takes === 'file'
        ? 'COMPREPLY=($(compgen -f -- "$cur"))'
        : `COMPREPLY=($(compgen -W ${quoted(takes.join(' '))} -- "$cur"))`,
    ),
    '  esac',
    '  case "$place" in',
    ...grammar.map(
      (typed) =>
        `    ${quoted(typed.path)}) COMPREPLY=($(compgen -W ${quoted(wordsOf(typed))} -- "$cur")) ;;`,
    ),
    '  esac',
    '}',
    'complete -o default -F _understudy understudy',
    '',
  ].join('\n');
}

function zsh(grammar: readonly Typed[]): string {
  return [
    '#compdef understudy',
    '# eval "$(understudy completion zsh)" in ~/.zshrc, behind compinit',
    '_understudy() {',
    '  local place="" word prev="${words[CURRENT-1]}"',
    '  local -a found',
    '  for word in "${(@)words[2,CURRENT-1]}"; do',
    `    ${placeOf(grammar)}`,
    '  done',
    '  case "$place $prev" in',
    ...valueCases(grammar, (takes) =>
      takes === 'file' ? '_files' : `compadd -- ${takes.map(quoted).join(' ')}`,
    ),
    '  esac',
    '  case "$place" in',
    ...grammar.map((typed) => `    ${quoted(typed.path)}) found=(${wordsOf(typed)}) ;;`),
    '  esac',
    '  compadd -a found || _files',
    '}',
    'compdef _understudy understudy',
    '',
  ].join('\n');
}

function fish(grammar: readonly Typed[]): string {
  const lines = grammar.flatMap((typed) => {
    const seen = typed.path.split(' ').filter((name) => name !== '');
    const where = seen.map((name) => `__fish_seen_subcommand_from ${name}`);
    const none =
      typed.commands.length === 0
        ? []
        : [`not __fish_seen_subcommand_from ${typed.commands.join(' ')}`];
    const condition = (parts: string[]): string =>
      parts.length === 0 ? '' : ` -n ${quoted(parts.join('; and '))}`;
    const below = typed.commands.map((name) => {
      const path = typed.path === '' ? name : `${typed.path} ${name}`;
      const description = grammar.find((one) => one.path === path)?.description ?? '';
      return `complete -c understudy -f${condition([...where, ...none])} -a ${name} -d ${quoted(description)}`;
    });
    const choices = typed.choices.map(
      (choice) => `complete -c understudy -f${condition(where)} -a ${choice}`,
    );
    const options = typed.options.map(({ long, description, takes }) => {
      const value =
        takes === 'nothing'
          ? ''
          : takes === 'file'
            ? ' -rF'
            : takes === 'value'
              ? ' -x'
              : ` -xa ${quoted(takes.join(' '))}`;
      return `complete -c understudy${condition(where)} -l ${long.slice(2)}${value} -d ${quoted(description)}`;
    });
    return [...below, ...choices, ...options];
  });
  return [
    '# understudy completion fish > ~/.config/fish/completions/understudy.fish',
    ...lines,
    '',
  ].join('\n');
}
