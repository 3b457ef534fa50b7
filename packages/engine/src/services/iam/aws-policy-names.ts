import { readFileSync } from 'node:fs';
import type { Policy } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { own } from '../../kernel/state/own.ts';

const ARN = /^arn:aws:iam::aws:policy(\/(?:[^/]+\/)?)([^/]+)$/;

/** Default versions by names, by paths: what `ListPolicies` of scope `AWS` told in May 2026. */
const tableSchema = z.record(z.string(), z.record(z.string(), z.string()));
type Table = z.infer<typeof tableSchema>;

const FILE = new URL('./aws-policies.json', import.meta.url);
let table: Table | undefined;

/** Read when the first of them is named. */
function awsPolicies(): Table {
  table ??= tableSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  return table;
}

/** A managed policy of AWS's own; undefined for what AWS does not have. */
export function awsPolicy(arn: string): Policy | undefined {
  const [, path = '', name = ''] = ARN.exec(arn) ?? [];
  const version = own(own(awsPolicies(), path) ?? {}, name);
  return version === undefined ? undefined : described(path, name, version);
}

/** All of AWS's own, by name. */
export function allAwsPolicies(): Policy[] {
  return Object.entries(awsPolicies())
    .flatMap(([path, names]) =>
      Object.entries(names).map(([name, version]) => ({
        name,
        policy: described(path, name, version),
      })),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ policy }) => policy);
}

/** Whether only a service's own role may have it. */
export function isOfServiceLinkedRole(arn: string): boolean {
  return ARN.exec(arn)?.[1] === '/aws-service-role/';
}

function described(path: string, name: string, version: string): Policy {
  return {
    PolicyName: name,
    Arn: `arn:aws:iam::aws:policy${path}${name}`,
    Path: path,
    DefaultVersionId: version,
    IsAttachable: true,
  };
}
