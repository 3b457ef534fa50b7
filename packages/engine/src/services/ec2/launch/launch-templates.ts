import type {
  CreateLaunchTemplateRequest,
  CreateLaunchTemplateResult,
  CreateLaunchTemplateVersionRequest,
  CreateLaunchTemplateVersionResult,
  DeleteLaunchTemplateRequest,
  DeleteLaunchTemplateResult,
  DescribeLaunchTemplatesRequest,
  DescribeLaunchTemplatesResult,
  LaunchTemplate,
  ModifyLaunchTemplateRequest,
  ModifyLaunchTemplateResult,
  RequestLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import { checkLaunchTemplateData } from './launch-template-data.ts';
import { describeVersion, findTemplate, resolveVersion, versionKey } from './launch-versions.ts';
import type { LaunchTemplateRecord } from '../records.ts';
import { tagsFor } from '../resource-tags.ts';
import { named, page, select } from '../selection.ts';

const NAME_PATTERN = /^[a-zA-Z0-9().\-/_]{3,128}$/;

export const launchTemplateOperations = {
  CreateLaunchTemplate: operation(createLaunchTemplate, {
    accepts: [
      'LaunchTemplateName',
      'LaunchTemplateData',
      'VersionDescription',
      'TagSpecifications',
    ],
  }),
  CreateLaunchTemplateVersion: operation(createLaunchTemplateVersion, {
    accepts: [
      'LaunchTemplateId',
      'LaunchTemplateName',
      'SourceVersion',
      'VersionDescription',
      'LaunchTemplateData',
    ],
  }),
  ModifyLaunchTemplate: operation(modifyLaunchTemplate),
  DescribeLaunchTemplates: operation(describeLaunchTemplates),
  DeleteLaunchTemplate: operation(deleteLaunchTemplate),
};

function createLaunchTemplate(
  store: Ec2Store,
  context: RequestContext,
  input: CreateLaunchTemplateRequest,
): CreateLaunchTemplateResult {
  const { region } = context;
  const name = required(input.LaunchTemplateName, 'LaunchTemplateName');
  if (!NAME_PATTERN.test(name))
    fail(
      'InvalidLaunchTemplateName.MalformedException',
      'A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.',
    );
  if (store.launchTemplates.list(region).some((held) => held.name === name))
    fail(
      'InvalidLaunchTemplateName.AlreadyExistsException',
      'Launch template name already in use.',
    );
  const record: LaunchTemplateRecord = {
    launchTemplateId: store.newId('lt'),
    name,
    defaultVersion: 1,
    latestVersion: 1,
    createdMs: store.deps.clock.nowMs(),
    createdBy: context.principalArn,
  };
  addVersion(store, context, record, 1, required(input.LaunchTemplateData, 'LaunchTemplateData'), {
    description: input.VersionDescription,
  });
  const tags = tagsFor('launch-template', input.TagSpecifications);
  store.tags.add(region, record.launchTemplateId, 'launch-template', tags);
  store.launchTemplates.put(region, record.launchTemplateId, record);
  store.changed();
  return { LaunchTemplate: describe(store, context, record) };
}

function createLaunchTemplateVersion(
  store: Ec2Store,
  context: RequestContext,
  input: CreateLaunchTemplateVersionRequest,
): CreateLaunchTemplateVersionResult {
  const { region } = context;
  const record = findTemplate(store, region, input);
  const given = required(input.LaunchTemplateData, 'LaunchTemplateData');
  const source =
    input.SourceVersion === undefined
      ? {}
      : resolveVersion(store, region, record, input.SourceVersion).data;
  const version = record.latestVersion + 1;
  // The new version is the source overridden member by member.
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html
  const added = addVersion(
    store,
    context,
    record,
    version,
    { ...source, ...given },
    {
      description: input.VersionDescription,
    },
  );
  const updated = { ...record, latestVersion: version };
  store.launchTemplates.put(region, record.launchTemplateId, updated);
  store.changed();
  return { LaunchTemplateVersion: describeVersion(updated, added) };
}

function modifyLaunchTemplate(
  store: Ec2Store,
  context: RequestContext,
  input: ModifyLaunchTemplateRequest,
): ModifyLaunchTemplateResult {
  const { region } = context;
  const record = findTemplate(store, region, input);
  const chosen = required(input.DefaultVersion, 'DefaultVersion');
  const { version } = resolveVersion(store, region, record, chosen);
  const updated = { ...record, defaultVersion: version };
  store.launchTemplates.put(region, record.launchTemplateId, updated);
  store.changed();
  return { LaunchTemplate: describe(store, context, updated) };
}

function describeLaunchTemplates(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeLaunchTemplatesRequest,
): DescribeLaunchTemplatesResult {
  const { region } = context;
  const find = (id: string): LaunchTemplateRecord =>
    findTemplate(store, region, { LaunchTemplateId: id });
  const findByName = (name: string): LaunchTemplateRecord =>
    findTemplate(store, region, { LaunchTemplateName: name });
  const byId = named(store.launchTemplates.list(region), input.LaunchTemplateIds, find);
  const records = named(byId, input.LaunchTemplateNames, findByName);
  const described = records.map((record) => {
    const item = describe(store, context, record);
    const fields = { 'launch-template-name': record.name };
    return { item, fields, tags: item.Tags ?? [] };
  });
  const { items, nextToken } = page(select(described, input.Filters), input);
  return { LaunchTemplates: items, NextToken: nextToken };
}

function deleteLaunchTemplate(
  store: Ec2Store,
  context: RequestContext,
  input: DeleteLaunchTemplateRequest,
): DeleteLaunchTemplateResult {
  const { region } = context;
  const record = findTemplate(store, region, input);
  const described = describe(store, context, record);
  const prefix = `${record.launchTemplateId}/`;
  for (const version of store.launchTemplateVersions.list(region, prefix))
    store.launchTemplateVersions.delete(
      region,
      versionKey(record.launchTemplateId, version.version),
    );
  store.launchTemplates.delete(region, record.launchTemplateId);
  store.tags.forget(region, record.launchTemplateId);
  store.changed();
  return { LaunchTemplate: described };
}

function addVersion(
  store: Ec2Store,
  context: RequestContext,
  template: LaunchTemplateRecord,
  version: number,
  data: RequestLaunchTemplateData,
  options: { description: string | undefined },
): Parameters<typeof describeVersion>[1] {
  checkLaunchTemplateData(data);
  const record = {
    launchTemplateId: template.launchTemplateId,
    version,
    ...(options.description === undefined ? {} : { description: options.description }),
    createdMs: store.deps.clock.nowMs(),
    createdBy: context.principalArn,
    data,
  };
  const key = versionKey(template.launchTemplateId, version);
  store.launchTemplateVersions.put(context.region, key, record);
  return record;
}

function describe(
  store: Ec2Store,
  context: RequestContext,
  record: LaunchTemplateRecord,
): LaunchTemplate {
  return {
    LaunchTemplateId: record.launchTemplateId,
    LaunchTemplateName: record.name,
    CreateTime: new Date(record.createdMs),
    CreatedBy: record.createdBy,
    DefaultVersionNumber: record.defaultVersion,
    LatestVersionNumber: record.latestVersion,
    Tags: store.tags.of(context.region, record.launchTemplateId),
  };
}
