import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';

/** Of each stack, as many: they are most of a state, and much alike. */
const KEPT_OF_A_STACK: Readonly<Record<string, number>> = {
  'cloudformation/events': 1,
  'cloudformation/resources': 5,
};
/** Where the state folder was; no file has it in its name. */
const FOLDER = '/var/lib/understudy';

/** A state file as SQL that makes it anew, without secrets and without most of what is alike. */
export function dumpState(file: string, stateDirectory: string): string {
  using database = new DatabaseSync(file, { readOnly: true });
  const made = database
    .prepare('SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid')
    .all()
    .map(({ type, name, sql }) => ({ type: String(type), name: String(name), sql: String(sql) }));
  const tables = made.filter(({ type, name }) => type === 'table' && !name.startsWith('sqlite_'));
  const others = made.filter(({ type }) => type !== 'table');
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  const text = [
    `PRAGMA user_version = ${version};`,
    ...tables.map(({ sql }) => `${sql};`),
    ...tables.flatMap(({ name }) => rowsOf(database, name)),
    ...others.map(({ sql }) => `${sql};`),
    '',
  ].join('\n');
  return withoutSecrets(text).replaceAll(stateDirectory, FOLDER);
}

function rowsOf(database: DatabaseSync, table: string): string[] {
  const rows = database.prepare(`SELECT * FROM ${table}`).all();
  const kept = table === 'records' ? withoutMostAlike(rows) : rows;
  return kept.map((row) => {
    const columns = Object.keys(row).join(', ');
    return `INSERT INTO ${table} (${columns}) VALUES (${Object.values(row).map(literal).join(', ')});`;
  });
}

type Row = Record<string, SQLOutputValue>;

/** The last ones: the keys of events end in their numbers. */
function withoutMostAlike(rows: readonly Row[]): Row[] {
  const ownerOf = ({ kind, key }: Row): string =>
    `${String(kind)} ${String(key).replace(/\/[^/]*$/, '')}`;
  return [...Map.groupBy(rows, ownerOf).values()].flatMap((alike) => {
    const most = KEPT_OF_A_STACK[String(alike[0]?.['kind'])];
    return most === undefined ? alike : alike.slice(-most);
  });
}

/** https://www.sqlite.org/lang_expr.html#literal_values_constants_ */
function literal(value: SQLOutputValue): string {
  if (value === null) return 'NULL';
  if (value instanceof Uint8Array) return `X'${Buffer.from(value).toString('hex')}'`;
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function withoutSecrets(text: string): string {
  return text
    .replaceAll(
      /-----BEGIN ([A-Z ]*)PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----/g,
      '(a private key)',
    )
    .replaceAll(/"(accessKeyId|secretAccessKey|token|endpointToken)":"[^"]*"/g, '"$1":"($1)"');
}
