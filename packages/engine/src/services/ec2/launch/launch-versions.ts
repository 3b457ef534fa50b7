import type {
  DescribeLaunchTemplateVersionsRequest,
  DescribeLaunchTemplateVersionsResult,
  LaunchTemplateVersion,
  ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import type { Ec2Store } from '../ec2-store.ts';
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from '../records.ts';
import { page } from '../selection.ts';

export interface TemplateReference {
  LaunchTemplateId?: string | undefined;
  LaunchTemplateName?: string | undefined;
}

export const launchVersionOperations = {
  DescribeLaunchTemplateVersions: operation(describeLaunchTemplateVersions, {
    accepts: [
      'LaunchTemplateId',
      'LaunchTemplateName',
      'Versions',
      'MinVersion',
      'MaxVersion',
      'MaxResults',
      'NextToken',
      'DryRun',
    ],
  }),
};

function describeLaunchTemplateVersions(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeLaunchTemplateVersionsRequest,
): DescribeLaunchTemplateVersionsResult {
  const { region } = context;
  const template = findTemplate(store, region, input);
  const wanted = input.Versions ?? [];
  const all = store.launchTemplateVersions.list(region, `${template.launchTemplateId}/`);
  const records =
    wanted.length === 0
      ? all
      : wanted.map((version) => resolveVersion(store, region, template, version));
  const least = Number(input.MinVersion ?? 0);
  const most = Number(input.MaxVersion ?? Number.POSITIVE_INFINITY);
  const inRange = records.filter(({ version }) => version >= least && version <= most);
  const { items, nextToken } = page(inRange, input);
  return {
    LaunchTemplateVersions: items.map((record) => describeVersion(template, record)),
    NextToken: nextToken,
  };
}

/** Versions sort by number: nine digits hold the 10,000 versions that AWS allows. */
export function versionKey(launchTemplateId: string, version: number): string {
  return `${launchTemplateId}/${String(version).padStart(9, '0')}`;
}

export function findTemplate(
  store: Ec2Store,
  region: string,
  reference: TemplateReference,
): LaunchTemplateRecord {
  const { LaunchTemplateId: id, LaunchTemplateName: name } = reference;
  if (id !== undefined)
    return (
      store.launchTemplates.get(region, id) ??
      fail(
        'InvalidLaunchTemplateId.NotFound',
        `The specified launch template, with template ID ${id}, does not exist.`,
      )
    );
  if (name === undefined)
    fail('MissingParameter', 'The request must contain LaunchTemplateId or LaunchTemplateName');
  return (
    store.launchTemplates.list(region).find((held) => held.name === name) ??
    fail(
      'InvalidLaunchTemplateName.NotFoundException',
      `The specified launch template, with template name ${name}, does not exist.`,
    )
  );
}

/** `$Default` and `$Latest` are looked up now, as at every launch. */
export function resolveVersion(
  store: Ec2Store,
  region: string,
  template: LaunchTemplateRecord,
  version: string,
): LaunchTemplateVersionRecord {
  return (
    findVersion(store, region, template, version) ??
    fail(
      'InvalidLaunchTemplateId.VersionNotFound',
      `Could not find the specified version ${version} for the launch template with ID ${template.launchTemplateId}.`,
    )
  );
}

export function findVersion(
  store: Ec2Store,
  region: string,
  template: LaunchTemplateRecord,
  version: string,
): LaunchTemplateVersionRecord | undefined {
  const number = versionNumber(template, version);
  if (number === undefined) return undefined;
  return store.launchTemplateVersions.get(region, versionKey(template.launchTemplateId, number));
}

export function describeVersion(
  template: LaunchTemplateRecord,
  record: LaunchTemplateVersionRecord,
): LaunchTemplateVersion {
  return {
    LaunchTemplateId: record.launchTemplateId,
    LaunchTemplateName: template.name,
    VersionNumber: record.version,
    VersionDescription: record.description,
    CreateTime: new Date(record.createdMs),
    CreatedBy: record.createdBy,
    DefaultVersion: record.version === template.defaultVersion,
    // The response shape repeats the request's members; those that the request may leave open are
    // open there too.
    LaunchTemplateData: record.data as ResponseLaunchTemplateData,
  };
}

function versionNumber(template: LaunchTemplateRecord, version: string): number | undefined {
  if (version === '$Default') return template.defaultVersion;
  if (version === '$Latest') return template.latestVersion;
  return /^[1-9]\d{0,8}$/.test(version) ? Number(version) : undefined;
}
