import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { SiteConfigError, type FieldProblem } from './errors.ts';
import type { SiteOptions } from './options.ts';
import { readApp, recognizeApp } from './app/recognize-app.ts';
import { siteOptionsSchema } from './schema.ts';

type CheckedOptions = z.infer<typeof siteOptionsSchema>;

export type WebConfig = Omit<NonNullable<CheckedOptions['web']>, 'build' | 'packages'> & {
  build: string | null;
  packages: string[];
};

/** A checked configuration with every default filled in and every folder absolute. */
export type SiteConfig = Omit<CheckedOptions, 'web'> & {
  readonly kind: 'understudy-site';
  /** Absent: the site is its static files. */
  web?: WebConfig;
};

/** A site with web servers. */
export type WebSiteConfig = SiteConfig & { web: WebConfig };

export function hasWeb(config: SiteConfig): config is WebSiteConfig {
  return config.web !== undefined;
}

/**
 * Describes a site. The default export of `understudy.config.ts`.
 *
 * @param options what the site is
 * @param base the configuration file's `import.meta.url` or folder, that relative folders start
 * from
 * @throws SiteConfigError naming every wrong field, its value and what to write instead
 */
export function defineSite(options: SiteOptions, base: string = process.cwd()): SiteConfig {
  const folder = base.startsWith('file:') ? path.dirname(fileURLToPath(base)) : base;
  const parsed = siteOptionsSchema.safeParse(options, { reportInput: true });
  const problems = [
    ...(parsed.success ? [] : schemaProblems(parsed.error, options)),
    ...folderProblems(options, folder),
    ...clientProblems(options, folder),
  ];
  if (parsed.success && problems.length === 0) return withFolders(parsed.data, folder);
  const [first = UNREADABLE, ...others] = problems;
  throw new SiteConfigError([first, ...others]);
}

/** A checked configuration that was kept as JSON; undefined when it is none of this version's. */
export function restoreSite(value: unknown): SiteConfig | undefined {
  const { kind, ...options } = (value ?? {}) as Record<string, unknown>;
  const parsed = siteOptionsSchema.safeParse(options);
  return kind === 'understudy-site' && parsed.success ? whole(parsed.data) : undefined;
}

const UNREADABLE: FieldProblem = {
  field: 'configuration',
  value: undefined,
  problem: 'unreadable',
  hint: 'docs/guide/configuration.md lists the fields',
};

function withFolders(config: CheckedOptions, folder: string): SiteConfig {
  return whole({
    ...config,
    ...(config.web !== undefined && {
      web: { ...config.web, app: path.resolve(folder, config.web.app) },
    }),
    ...(config.assets !== undefined && { assets: path.resolve(folder, config.assets) }),
    ...(config.client !== undefined && { client: path.resolve(folder, config.client) }),
  });
}

/** With the defaults that the app's folder decides. */
function whole(config: CheckedOptions): SiteConfig {
  const { web, ...rest } = config;
  if (web === undefined) return { ...rest, kind: 'understudy-site' };
  const recognized = recognizeApp(readApp(web.app));
  const { build = recognized.build, packages = recognized.packages } = web;
  return { ...rest, kind: 'understudy-site', web: { ...web, build, packages } };
}

/** Of what the schema takes for folders; what is no text is the schema's to refuse. */
function folderProblems(options: unknown, base: string): FieldProblem[] {
  return ['web.app', 'assets'].flatMap((field) => {
    const value = valueAt(options, field.split('.'));
    return typeof value === 'string' && value !== '' ? folderProblem(field, value, base) : [];
  });
}

function clientProblems(options: unknown, base: string): FieldProblem[] {
  const value = valueAt(options, ['client']);
  if (typeof value !== 'string' || value === '') return [];
  const absolute = path.resolve(base, value);
  if (existsSync(absolute) && statSync(absolute).isFile()) return [];
  const hint = 'create it, or correct client; it is relative to the configuration file';
  return [{ field: 'client', value, problem: `there is no file ${absolute}`, hint }];
}

function folderProblem(field: string, value: string, base: string): FieldProblem[] {
  const absolute = path.resolve(base, value);
  if (!existsSync(absolute) || !statSync(absolute).isDirectory()) {
    const hint = `create it, or correct ${field}; it is relative to the configuration file`;
    return [{ field, value, problem: `there is no folder ${absolute}`, hint }];
  }
  // A web app's folder must have its Procfile, which the command line looks for.
  if (field !== 'assets' || readdirSync(absolute).length > 0) return [];
  const hint = `put the files there, or correct ${field}`;
  return [{ field, value, problem: `the folder ${absolute} is empty`, hint }];
}

function schemaProblems(error: z.ZodError, options: unknown): FieldProblem[] {
  return error.issues.flatMap((issue) => {
    const keys = issue.path.map(String);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownField([...keys, key], options));
    const field = keys.join('.') || 'configuration';
    // A name in a record that cannot be one carries its reason within.
    const message = issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined;
    const [problem = issue.message, hint] = (message ?? issue.message).split('; use ');
    return [
      {
        field,
        value: valueAt(options, keys),
        problem,
        hint: hint === undefined ? `correct ${field}` : `use ${hint}`,
      },
    ];
  });
}

function unknownField(keys: string[], options: unknown): FieldProblem {
  const field = keys.join('.');
  return {
    field,
    value: valueAt(options, keys),
    problem: 'there is no such field',
    hint: `remove ${field}, or correct its name`,
  };
}

function valueAt(options: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    options,
  );
}
