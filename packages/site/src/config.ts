import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { SiteConfigError } from './errors.ts';
import type { SiteOptions } from './options.ts';
import { siteOptionsSchema } from './schema.ts';

/** A checked configuration with every default filled in and every folder absolute. */
export type SiteConfig = z.infer<typeof siteOptionsSchema> & { readonly kind: 'understudy-site' };

/**
 * Describes a site. The default export of `understudy.config.ts`.
 *
 * @param options what the site is
 * @param base the configuration file's `import.meta.url` or folder, that relative folders start from
 * @throws SiteConfigError naming the field, its value and what to write instead
 */
export function defineSite(options: SiteOptions, base: string = process.cwd()): SiteConfig {
  const parsed = siteOptionsSchema.safeParse(options, { reportInput: true });
  if (!parsed.success) throw firstProblem(parsed.error);
  const folder = base.startsWith('file:') ? path.dirname(fileURLToPath(base)) : base;
  const config = parsed.data;
  return {
    ...config,
    kind: 'understudy-site',
    web: { ...config.web, app: existingFolder('web.app', config.web.app, folder) },
    ...(config.assets !== undefined && { assets: existingFolder('assets', config.assets, folder) }),
  };
}

function existingFolder(field: string, value: string, base: string): string {
  const absolute = path.resolve(base, value);
  if (existsSync(absolute) && statSync(absolute).isDirectory()) return absolute;
  throw new SiteConfigError({
    field,
    value,
    problem: `there is no folder ${absolute}`,
    hint: `create it, or correct ${field}; it is relative to the configuration file`,
  });
}

function firstProblem(error: z.ZodError): SiteConfigError {
  const issue = error.issues[0];
  if (!issue)
    return new SiteConfigError({
      field: 'configuration',
      value: undefined,
      problem: 'unreadable',
      hint: 'see the documentation',
    });
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const field = [...issue.path.map(String), ...unknown.slice(0, 1)].join('.') || 'configuration';
  if (unknown.length > 0) {
    return new SiteConfigError({
      field,
      value: (issue.input as Record<string, unknown>)[unknown[0] ?? ''],
      problem: 'there is no such field',
      hint: `remove ${field}, or correct its name`,
    });
  }
  const [problem = issue.message, hint] = issue.message.split('; use ');
  return new SiteConfigError({
    field,
    value: issue.input,
    problem,
    hint: hint === undefined ? `correct ${field}` : `use ${hint}`,
  });
}
