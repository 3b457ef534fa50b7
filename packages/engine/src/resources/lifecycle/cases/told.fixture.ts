import type { JsonObject } from '@understudy/contract';
import fc from 'fast-check';
import {
  asObject,
  found,
  named,
  pick,
  policy,
  seen,
  statement,
  tagMap,
  word,
  type TypeCase,
} from '../case.fixture.ts';
import type { World } from '../world.fixture.ts';
import { asPairs } from './regional.fixture.ts';

const attributes = (world: World, TopicArn: unknown): Promise<unknown> =>
  world
    .call('sns', 'GetTopicAttributes', { TopicArn })
    .then((answer) => pick(answer, 'Attributes'));

/** IAM answers documents in the encoding of URLs. */
const decoded = (text: unknown): unknown => JSON.parse(decodeURIComponent(String(text)));

async function roleHas(world: World, name: string): Promise<unknown> {
  const answer = await world.call('iam', 'GetRolePolicy', {
    RoleName: world.ids['Role'],
    PolicyName: name,
  });
  return decoded(pick(answer, 'PolicyDocument'));
}

/** The policies that are there; without one, the operation refuses. */
async function repositoryHas(world: World, repositoryName: string): Promise<JsonObject> {
  const text = (operation: string, member: string): Promise<unknown> =>
    world.call('ecr', operation, { repositoryName }).then(
      (answer) => pick(answer, member),
      () => undefined,
    );
  const policyText = await text('GetRepositoryPolicy', 'policyText');
  const lifecycle = await text('GetLifecyclePolicy', 'lifecyclePolicyText');
  return {
    ...(policyText === undefined ? {} : { RepositoryPolicyText: JSON.parse(String(policyText)) }),
    ...(lifecycle === undefined ? {} : { LifecyclePolicy: { LifecyclePolicyText: lifecycle } }),
  };
}

/** Identities, notifications, parameters and images. */
export const TOLD: Readonly<Record<string, TypeCase>> = {
  'AWS::IAM::Role': {
    values: (_world, side) => ({
      RoleName: named(side),
      AssumeRolePolicyDocument: fc
        .constantFrom('ec2', 's3')
        .map((service) =>
          statement('sts:AssumeRole', { Principal: { Service: `${service}.amazonaws.com` } }),
        ),
      Description: word,
      ManagedPolicyArns: fc.constantFrom(
        [],
        ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'],
      ),
      MaxSessionDuration: fc.constantFrom(3600, 7200),
      Policies: fc
        .uniqueArray(word, { maxLength: 2 })
        .chain((names) =>
          policy.map((PolicyDocument) =>
            names.map((PolicyName) => ({ PolicyName, PolicyDocument })),
          ),
        ),
    }),
    find: seen(
      found('iam', 'GetRole', (RoleName) => ({ RoleName }), 'Role'),
      async (role, world, RoleName) => ({
        AssumeRolePolicyDocument: decoded(role['AssumeRolePolicyDocument']),
        ManagedPolicyArns: (
          pick(
            await world.call('iam', 'ListAttachedRolePolicies', { RoleName }),
            'AttachedPolicies',
          ) as JsonObject[]
        ).map((one) => one['PolicyArn']),
        Policies: await inline(world, RoleName),
      }),
    ),
    refused: () => ({ AssumeRolePolicyDocument: { Statement: 'none' } }),
  },
  'AWS::IAM::InstanceProfile': {
    values: ({ ids }, side) => ({
      InstanceProfileName: named(side),
      Path: fc.constantFrom('/', '/web/'),
      Roles: fc.constant([ids['Role']]),
    }),
    find: seen(
      found(
        'iam',
        'GetInstanceProfile',
        (InstanceProfileName) => ({ InstanceProfileName }),
        'InstanceProfile',
      ),
      (one) => ({ Roles: (one['Roles'] as JsonObject[]).map((role) => role['RoleName']) }),
    ),
    refused: () => ({ Roles: ['nobody'] }),
  },
  'AWS::IAM::ManagedPolicy': {
    values: ({ ids }, side) => ({
      ManagedPolicyName: named(side),
      Description: word,
      Path: fc.constantFrom('/', '/web/'),
      PolicyDocument: policy,
      Roles: fc.constantFrom([], [ids['Role']]),
    }),
    find: seen(
      found('iam', 'GetPolicy', (PolicyArn) => ({ PolicyArn }), 'Policy'),
      async (one, world, PolicyArn) => ({
        ManagedPolicyName: one['PolicyName'],
        PolicyDocument: decoded(
          pick(
            await world.call('iam', 'GetPolicyVersion', {
              PolicyArn,
              VersionId: one['DefaultVersionId'],
            }),
            'PolicyVersion.Document',
          ),
        ),
        Roles: (
          pick(
            await world.call('iam', 'ListAttachedRolePolicies', { RoleName: world.ids['Role'] }),
            'AttachedPolicies',
          ) as JsonObject[]
        )
          .filter((attached) => attached['PolicyArn'] === PolicyArn)
          .map(() => world.ids['Role']),
      }),
    ),
    refused: () => ({ PolicyDocument: { Statement: 'none' } }),
  },
  'AWS::IAM::Policy': {
    values: ({ ids }, side) => ({
      PolicyName: named(side),
      PolicyDocument: policy,
      Roles: fc.constant([ids['Role']]),
    }),
    always: ['Roles'],
    find: async (world, _id, { PolicyName, Roles }) => ({
      PolicyName,
      Roles,
      PolicyDocument: await roleHas(world, String(PolicyName)),
    }),
    refused: ({ ids }) => ({
      PolicyName: 'x',
      PolicyDocument: { Statement: 'none' },
      Roles: [ids['Role']],
    }),
  },
  'AWS::CDK::Metadata': {
    values: () => ({ Analytics: word, Modules: word }),
    find: found(
      'cloudformation',
      'DescribeStackResources',
      (PhysicalResourceId) => ({ PhysicalResourceId }),
      'StackResources.0',
    ),
    unseen: { Analytics: 'of the template alone', Modules: 'the same' },
    refused: () => ({ Analytics: ['no text'] }),
  },
  'AWS::ECR::Repository': {
    values: (_world, side) => ({
      RepositoryName: named(side).map((name) => `site/${name}`),
      EncryptionConfiguration: fc.constant({ EncryptionType: 'AES256' }),
      ImageTagMutability: fc.constantFrom('MUTABLE', 'IMMUTABLE'),
      LifecyclePolicy: fc.constantFrom(7, 30).map((countNumber) => ({
        LifecyclePolicyText: JSON.stringify({
          rules: [
            {
              rulePriority: 1,
              selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber },
              action: { type: 'expire' },
            },
          ],
        }),
      })),
      RepositoryPolicyText: fc
        .constantFrom('ecr:BatchGetImage', 'ecr:*')
        .map((action) => statement(action, { Principal: '*' })),
    }),
    undrawn: ['ImageTagMutabilityExclusionFilters'], // with some values of ImageTagMutability only
    find: seen(
      found(
        'ecr',
        'DescribeRepositories',
        (name) => ({ repositoryNames: [name] }),
        'repositories.0',
      ),
      async (one, world, repositoryName) => ({
        RepositoryName: one['repositoryName'],
        ImageTagMutability: one['imageTagMutability'],
        ImageScanningConfiguration: {
          ScanOnPush: pick(one, 'imageScanningConfiguration.scanOnPush'),
        },
        EncryptionConfiguration: {
          EncryptionType: pick(one, 'encryptionConfiguration.encryptionType'),
        },
        ...(await repositoryHas(world, repositoryName)),
        Tags: pick(
          await world.call('ecr', 'ListTagsForResource', { resourceArn: one['repositoryArn'] }),
          'tags',
        ),
      }),
    ),
    unseen: { EmptyOnDelete: 'of the template alone' },
    refused: () => ({ RepositoryName: 'Capitals' }),
  },
  'AWS::SNS::Topic': {
    values: (_world, side) => ({ TopicName: named(side), DisplayName: word }),
    find: async (world, TopicArn) => {
      const one = asObject(await attributes(world, TopicArn));
      const tags = await world.call('sns', 'ListTagsForResource', { ResourceArn: TopicArn });
      return { ...one, TopicName: TopicArn.split(':').at(-1), Tags: pick(tags, 'Tags') };
    },
    unseen: { FifoTopic: 'false only', ContentBasedDeduplication: 'false only' },
    refused: () => ({ TopicName: 'no blanks' }),
  },
  'AWS::SNS::Subscription': {
    values: ({ ids }, side) => ({
      TopicArn: fc.constant(ids['Topic']),
      Protocol: fc.constant('sms'),
      Endpoint: fc.constant(side === 'a' ? '+82105550181' : '+82105550182'),
    }),
    always: ['Endpoint'],
    find: found(
      'sns',
      'GetSubscriptionAttributes',
      (SubscriptionArn) => ({ SubscriptionArn }),
      'Attributes',
    ),
    undrawn: ['RawMessageDelivery'], // of other protocols
    refused: ({ ids }) => ({ TopicArn: ids['Topic'], Protocol: 'sms', Endpoint: 'nobody' }),
  },
  'AWS::SNS::TopicPolicy': {
    values: ({ ids }) => ({
      Topics: fc.constant([ids['DroppedTopic']]),
      PolicyDocument: fc
        .constantFrom('sns:Publish', 'sns:*')
        .map((action) => statement(action, { Principal: '*' })),
    }),
    find: async (world, _id, { Topics }) => {
      const Policy = pick(await attributes(world, pick(Topics, '0')), 'Policy');
      const document: unknown = JSON.parse(String(Policy));
      // Without a policy of its own a topic has AWS's first one.
      return pick(document, 'Id') === '__default_policy_ID'
        ? undefined
        : { Topics, PolicyDocument: document };
    },
    refused: () => ({
      Topics: ['arn:aws:sns:us-east-1:111122223333:nowhere'],
      PolicyDocument: statement('sns:*', { Principal: '*' }),
    }),
  },
  'AWS::SSM::Parameter': {
    values: (_world, side) => ({
      Name: named(side).map((name) => `/site/${name}`),
      Type: fc.constant('String'),
      Value: word,
      Description: word,
      AllowedPattern: fc.constant('^[a-z]+$'),
      DataType: fc.constant('text'),
      Tier: fc.constant('Standard'),
      Tags: tagMap,
    }),
    find: seen(
      found('ssm', 'GetParameter', (Name) => ({ Name }), 'Parameter'),
      async (_one, world, ResourceId) => ({
        Tags: pick(
          await world.call('ssm', 'ListTagsForResource', { ResourceType: 'Parameter', ResourceId }),
          'TagList',
        ),
      }),
    ),
    unseen: {
      Description: 'DescribeParameters, which the engine has not, shows it',
      AllowedPattern: 'the same',
      Tier: 'the same',
    },
    refused: () => ({ Type: 'String', Value: 'blue', AllowedPattern: '^red$' }),
  },
  'AWS::ImageBuilder::Component': {
    values: (_world, side) => ({
      Name: named(side),
      Version: fc.constantFrom('1.0.0', '2.3.4'),
      Platform: fc.constant('Linux'),
      Data: fc.constant(
        JSON.stringify({ schemaVersion: '1.0', phases: [{ name: 'build', steps: [] }] }),
      ),
      Description: word,
      Tags: tagMap,
    }),
    always: ['Data'],
    find: seen(
      found(
        'imagebuilder',
        'GetComponent',
        (arn) => ({ componentBuildVersionArn: arn }),
        'component',
      ),
      spelled,
    ),
    refused: () => ({ Name: 'x', Version: '1', Platform: 'Linux', Data: '{}' }),
  },
  'AWS::ImageBuilder::ImageRecipe': {
    values: ({ ids }, side) => ({
      Name: named(side),
      Version: fc.constantFrom('1.0.0', '2.3.4'),
      ParentImage: fc.constant(
        'arn:aws:imagebuilder:us-east-1:aws:image/amazon-linux-2023-arm64/x.x.x',
      ),
      Components: fc.constant([{ ComponentArn: ids['Component'] }]),
      Description: word,
      Tags: tagMap,
    }),
    always: ['Components'],
    find: seen(
      found(
        'imagebuilder',
        'GetImageRecipe',
        (imageRecipeArn) => ({ imageRecipeArn }),
        'imageRecipe',
      ),
      (one) => ({
        ...spelled(one),
        Components: (one['components'] as JsonObject[]).map((each) => ({
          ComponentArn: each['componentArn'],
        })),
      }),
    ),
    refused: () => ({ Name: 'x', Version: '1', ParentImage: 'none' }),
  },
  'AWS::ImageBuilder::InfrastructureConfiguration': {
    values: ({ ids }, side) => ({
      Name: named(side),
      InstanceProfileName: fc.constant(ids['Profile']),
      Description: word,
      InstanceTypes: fc.constantFrom(['t4g.small'], ['t4g.medium']),
      Tags: tagMap,
    }),
    find: seen(
      found(
        'imagebuilder',
        'GetInfrastructureConfiguration',
        (arn) => ({ infrastructureConfigurationArn: arn }),
        'infrastructureConfiguration',
      ),
      spelled,
    ),
    refused: () => ({ Name: '!', InstanceProfileName: 'x' }),
  },
  'AWS::ImageBuilder::DistributionConfiguration': {
    values: (_world, side) => ({
      Name: named(side),
      Description: word,
      Distributions: word.map((text) => [
        {
          Region: 'us-east-1',
          AmiDistributionConfiguration: { Name: `${text} {{ imagebuilder:buildDate }}` },
        },
      ]),
      Tags: tagMap,
    }),
    find: seen(
      found(
        'imagebuilder',
        'GetDistributionConfiguration',
        (arn) => ({ distributionConfigurationArn: arn }),
        'distributionConfiguration',
      ),
      (one) => ({
        ...spelled(one),
        Distributions: (one['distributions'] as JsonObject[]).map((each) => ({
          Region: each['region'],
          AmiDistributionConfiguration: { Name: pick(each, 'amiDistributionConfiguration.name') },
        })),
      }),
    ),
    refused: () => ({ Name: 'x', Distributions: [] }),
  },
  'AWS::ImageBuilder::LifecyclePolicy': {
    values: ({ ids }, side) => ({
      Name: named(side),
      Description: word,
      ExecutionRole: fc.constant(ids['RoleArn']),
      PolicyDetails: fc.integer({ min: 1, max: 1_000 }).map((Value) => [
        {
          Action: { Type: 'DELETE', IncludeResources: { Amis: true, Snapshots: true } },
          Filter: { Type: 'COUNT', Value },
        },
      ]),
      ResourceSelection: word.map((site) => ({ TagMap: { site } })),
      ResourceType: fc.constant('AMI_IMAGE'),
      Status: fc.constantFrom('ENABLED', 'DISABLED'),
      Tags: tagMap,
    }),
    find: seen(
      found(
        'imagebuilder',
        'GetLifecyclePolicy',
        (arn) => ({ lifecyclePolicyArn: arn }),
        'lifecyclePolicy',
      ),
      (one) => ({
        ...spelled(one),
        PolicyDetails: (one['policyDetails'] as JsonObject[]).map((each) => ({
          Action: {
            Type: pick(each, 'action.type'),
            IncludeResources: { Amis: true, Snapshots: true },
          },
          Filter: { Type: pick(each, 'filter.type'), Value: pick(each, 'filter.value') },
        })),
        ResourceSelection: { TagMap: pick(one, 'resourceSelection.tagMap') },
      }),
    ),
    refused: ({ ids }) => ({
      ...{ Name: 'none', ExecutionRole: ids['RoleArn'], ResourceType: 'AMI_IMAGE' },
      ...{ PolicyDetails: [], ResourceSelection: { TagMap: { site: 'web' } } },
    }),
  },
  'AWS::ImageBuilder::Image': {
    values: ({ ids }) => ({
      ImageRecipeArn: fc.constant(ids['Recipe']),
      InfrastructureConfigurationArn: fc.constant(ids['Infrastructure']),
      DistributionConfigurationArn: fc.constant(ids['Distribution']),
      DeletionSettings: fc.constant({ ExecutionRole: ids['RoleArn'] }),
      Tags: tagMap,
    }),
    always: ['ImageRecipeArn', 'InfrastructureConfigurationArn', 'DeletionSettings'],
    find: seen(
      found('imagebuilder', 'GetImage', (arn) => ({ imageBuildVersionArn: arn }), 'image'),
      (one) => ({
        ...spelled(one),
        ImageRecipeArn: pick(one, 'imageRecipe.arn'),
        InfrastructureConfigurationArn: pick(one, 'infrastructureConfiguration.arn'),
        DistributionConfigurationArn: pick(one, 'distributionConfiguration.arn'),
      }),
    ),
    unseen: { DeletionSettings: 'of the template alone', EnhancedImageMetadataEnabled: 'inert' },
    without: ['ImageUri'],
    refused: ({ ids }) => ({
      ImageRecipeArn: ids['Recipe'],
      InfrastructureConfigurationArn: 'none',
    }),
  },
};

/** Members of an API in camelCase, as properties are written; tags as a list. */
function spelled(one: JsonObject): JsonObject {
  const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
  const all = Object.entries(one).map(([name, value]) => [upper(name), value] as const);
  return { ...Object.fromEntries(all), Tags: asPairs(one['tags']) };
}

async function inline(world: World, RoleName: string): Promise<JsonObject[]> {
  const names = pick(
    await world.call('iam', 'ListRolePolicies', { RoleName }),
    'PolicyNames',
  ) as string[];
  return Promise.all(
    names.map(async (PolicyName) => ({
      PolicyName,
      PolicyDocument: decoded(
        pick(await world.call('iam', 'GetRolePolicy', { RoleName, PolicyName }), 'PolicyDocument'),
      ),
    })),
  );
}
