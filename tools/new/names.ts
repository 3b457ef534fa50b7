/** What a scaffold leaves to be written says so in these words; tidy finds them. */
export const NOT_WRITTEN = 'NOT WRITTEN';

/** `LogStream` is `log-stream`, `DBInstance` is `db-instance`. */
export function kebab(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** `LogStream` is `logStream`, `DBInstance` is `dbInstance`, `VPC` is `vpc`. */
export function camel(name: string): string {
  return kebab(name).replace(/-([a-z\d])/g, (_match, letter: string) => letter.toUpperCase());
}

/** `SQS` is `Sqs`, `SecretsManager` stays. */
export function pascal(name: string): string {
  return name.replace(
    /[A-Z]+(?=[A-Z][a-z]|$|\d)/g,
    (run) => run.charAt(0) + run.slice(1).toLowerCase(),
  );
}

export function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
