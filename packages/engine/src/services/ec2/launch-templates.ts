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
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type Ec2Store, fail, required } from './ec2-store.ts';
import { checkLaunchTemplateData } from './launch-template-data.ts';
import { describeVersion, findTemplate, resolveVersion, versionKey } from './launch-versions.ts';
import type { LaunchTemplateRecord } from './records.ts';
import { tagsFor } from './resource-tags.ts';
import { named, page, select } from './selection.ts';

const NAME_PATTERN = /^[a-zA-Z0-9().\-/_]{3,128}$/;

export class LaunchTemplateOperations {
  readonly #store: Ec2Store;

  constructor(store: Ec2Store) {
    this.#store = store;
  }

  readonly CreateLaunchTemplate = (
    context: RequestContext,
    input: CreateLaunchTemplateRequest,
  ): CreateLaunchTemplateResult => {
    refuseOthers('CreateLaunchTemplate', input, [
      'LaunchTemplateName',
      'LaunchTemplateData',
      'VersionDescription',
      'TagSpecifications',
      'ClientToken',
    ]);
    const { region } = context;
    const name = required(input.LaunchTemplateName, 'LaunchTemplateName');
    if (!NAME_PATTERN.test(name))
      fail(
        'InvalidLaunchTemplateName.MalformedException',
        'A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.',
      );
    if (this.#store.launchTemplates.list(region).some((held) => held.name === name))
      fail(
        'InvalidLaunchTemplateName.AlreadyExistsException',
        'Launch template name already in use.',
      );
    const record: LaunchTemplateRecord = {
      launchTemplateId: this.#store.newId('lt'),
      name,
      defaultVersion: 1,
      latestVersion: 1,
      createdMs: this.#store.deps.clock.nowMs(),
      createdBy: context.principalArn,
    };
    this.#addVersion(context, record, 1, required(input.LaunchTemplateData, 'LaunchTemplateData'), {
      description: input.VersionDescription,
    });
    const tags = tagsFor('launch-template', input.TagSpecifications);
    this.#store.tags.add(region, record.launchTemplateId, 'launch-template', tags);
    this.#store.launchTemplates.put(region, record.launchTemplateId, record);
    this.#store.changed();
    return { LaunchTemplate: this.#describe(context, record) };
  };

  readonly CreateLaunchTemplateVersion = (
    context: RequestContext,
    input: CreateLaunchTemplateVersionRequest,
  ): CreateLaunchTemplateVersionResult => {
    refuseOthers('CreateLaunchTemplateVersion', input, [
      'LaunchTemplateId',
      'LaunchTemplateName',
      'SourceVersion',
      'VersionDescription',
      'LaunchTemplateData',
      'ClientToken',
    ]);
    const { region } = context;
    const record = findTemplate(this.#store, region, input);
    const given = required(input.LaunchTemplateData, 'LaunchTemplateData');
    const source =
      input.SourceVersion === undefined
        ? {}
        : resolveVersion(this.#store, region, record, input.SourceVersion).data;
    const version = record.latestVersion + 1;
    // The new version is the source overridden member by member.
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html
    const added = this.#addVersion(
      context,
      record,
      version,
      { ...source, ...given },
      {
        description: input.VersionDescription,
      },
    );
    const updated = { ...record, latestVersion: version };
    this.#store.launchTemplates.put(region, record.launchTemplateId, updated);
    this.#store.changed();
    return { LaunchTemplateVersion: describeVersion(updated, added) };
  };

  readonly ModifyLaunchTemplate = (
    context: RequestContext,
    input: ModifyLaunchTemplateRequest,
  ): ModifyLaunchTemplateResult => {
    const { region } = context;
    const record = findTemplate(this.#store, region, input);
    const chosen = required(input.DefaultVersion, 'DefaultVersion');
    const { version } = resolveVersion(this.#store, region, record, chosen);
    const updated = { ...record, defaultVersion: version };
    this.#store.launchTemplates.put(region, record.launchTemplateId, updated);
    this.#store.changed();
    return { LaunchTemplate: this.#describe(context, updated) };
  };

  readonly DescribeLaunchTemplates = (
    context: RequestContext,
    input: DescribeLaunchTemplatesRequest,
  ): DescribeLaunchTemplatesResult => {
    const { region } = context;
    const find = (id: string): LaunchTemplateRecord =>
      findTemplate(this.#store, region, { LaunchTemplateId: id });
    const findByName = (name: string): LaunchTemplateRecord =>
      findTemplate(this.#store, region, { LaunchTemplateName: name });
    const byId = named(this.#store.launchTemplates.list(region), input.LaunchTemplateIds, find);
    const records = named(byId, input.LaunchTemplateNames, findByName);
    const described = records.map((record) => {
      const item = this.#describe(context, record);
      const fields = { 'launch-template-name': record.name };
      return { item, fields, tags: item.Tags ?? [] };
    });
    const { items, nextToken } = page(select(described, input.Filters), input);
    return { LaunchTemplates: items, NextToken: nextToken };
  };

  readonly DeleteLaunchTemplate = (
    context: RequestContext,
    input: DeleteLaunchTemplateRequest,
  ): DeleteLaunchTemplateResult => {
    const { region } = context;
    const record = findTemplate(this.#store, region, input);
    const described = this.#describe(context, record);
    const prefix = `${record.launchTemplateId}/`;
    for (const version of this.#store.launchTemplateVersions.list(region, prefix))
      this.#store.launchTemplateVersions.delete(
        region,
        versionKey(record.launchTemplateId, version.version),
      );
    this.#store.launchTemplates.delete(region, record.launchTemplateId);
    this.#store.tags.forget(region, record.launchTemplateId);
    this.#store.changed();
    return { LaunchTemplate: described };
  };

  #addVersion(
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
      createdMs: this.#store.deps.clock.nowMs(),
      createdBy: context.principalArn,
      data,
    };
    const key = versionKey(template.launchTemplateId, version);
    this.#store.launchTemplateVersions.put(context.region, key, record);
    return record;
  }

  #describe(context: RequestContext, record: LaunchTemplateRecord): LaunchTemplate {
    return {
      LaunchTemplateId: record.launchTemplateId,
      LaunchTemplateName: record.name,
      CreateTime: new Date(record.createdMs),
      CreatedBy: record.createdBy,
      DefaultVersionNumber: record.defaultVersion,
      LatestVersionNumber: record.latestVersion,
      Tags: this.#store.tags.of(context.region, record.launchTemplateId),
    };
  }
}
