export interface UserData {
  variables: Map<string, string>;
  /** What of it has no effect here, as sentences. */
  problems: string[];
}

const VARIABLE = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/;
/**
 * First lines by which cloud-init knows that user data is something to run or to configure with.
 */
const CLOUD_INIT_STARTS = ['#!', '#cloud-config', '#cloud-boothook', '#include', 'Content-Type:'];

/**
 * Variables from a launch template's user data: `KEY=VALUE` lines as systemd's EnvironmentFile= has
 * them (systemd.exec(5)): blank lines, and those that start with `#` or `;`, are nothing; a value
 * may stand in quotes.
 */
export function parseUserData(text: string): UserData {
  const variables = new Map<string, string>();
  const problems: string[] = [];
  const isScript = CLOUD_INIT_STARTS.some((start) => text.trimStart().startsWith(start));
  if (isScript) return { variables, problems: ['user data that is a script is not run here'] };
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const match = VARIABLE.exec(line);
    if (match === null) problems.push(`line ${index + 1} of the user data is not KEY=VALUE`);
    else if (line.includes('\0')) problems.push(`line ${index + 1} of the user data has a NUL`);
    else variables.set(match[1] ?? '', unquoted((match[2] ?? '').trim()));
  }
  return { variables, problems };
}

function unquoted(value: string): string {
  const quote = value[0];
  const isQuoted = value.length >= 2 && (quote === '"' || quote === "'") && value.endsWith(quote);
  return isQuoted ? value.slice(1, -1) : value;
}
