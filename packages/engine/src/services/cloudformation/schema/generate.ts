/**
 * Writes what the engine needs of AWS's published resource schemas, for the types that it
 * provisions: `../schemas/resource-types.json` for the checks, and
 * `../../../resources/properties.generated.ts` for the handlers. Run it from the repository's root
 * after raising `@aws-cdk/aws-service-spec`, or after adding a type to TYPES:
 *
 *     node packages/engine/src/services/cloudformation/schema/generate.ts
 */
import { writeFileSync } from 'node:fs';
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { renderTypes } from './render-types.ts';
import type { SchemaFile, SchemaProperty, SchemaResource, SchemaType } from './schema.ts';

const TYPES = [
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::AutoScaling::ScalingPolicy',
  'AWS::CertificateManager::Certificate',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::OriginRequestPolicy',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::CloudWatch::Alarm',
  'AWS::EC2::EIP',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::LaunchTemplate',
  'AWS::EC2::NatGateway',
  'AWS::EC2::Route',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCEndpoint',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerCertificate',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::IAM::InstanceProfile',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::ImageBuilder::Component',
  'AWS::ImageBuilder::DistributionConfiguration',
  'AWS::ImageBuilder::Image',
  'AWS::ImageBuilder::ImageRecipe',
  'AWS::ImageBuilder::InfrastructureConfiguration',
  'AWS::Logs::LogGroup',
  'AWS::Route53::HealthCheck',
  'AWS::Route53::HostedZone',
  'AWS::Route53::RecordSet',
  'AWS::Route53::RecordSetGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SSM::Parameter',
];

const OUTPUT = new URL('../schemas/resource-types.json', import.meta.url);
const TYPES_OUTPUT = new URL('../../../resources/properties.generated.ts', import.meta.url);

type Database = Awaited<ReturnType<typeof loadAwsServiceSpec>>;
type Resource = ReturnType<Database['get']> & SpecResource;

/** The parts of the database's entities that are read here. */
interface SpecProperty {
  type: SpecType;
  required?: boolean;
  causesReplacement?: 'yes' | 'no' | 'maybe';
}

interface SpecResource {
  properties: Record<string, SpecProperty>;
  attributes: Record<string, { type: SpecType }>;
  primaryIdentifier?: string[];
  tagInformation?: { tagPropertyName: string; variant: 'standard' | 'asg' | 'map' };
  additionalReplacementProperties?: string[][];
}

interface SpecType {
  type: string;
  allowedValues?: string[];
  element?: SpecType;
  reference?: { $ref: string };
  types?: SpecType[];
}

const database = await loadAwsServiceSpec();
const file: SchemaFile = { resources: {}, types: {} };
for (const type of TYPES) file.resources[type] = resourceOf(type);
writeFileSync(OUTPUT, render(file));
writeFileSync(TYPES_OUTPUT, renderTypes(file));

function resourceOf(type: string): SchemaResource {
  const found = database.lookup('resource', 'cloudFormationType', 'equals', type).only();
  const resource = found as unknown as Resource;
  const schema: SchemaResource = {
    properties: propertiesOf(resource.properties),
    attributes: Object.keys(resource.attributes).sort(),
    identifier: resource.primaryIdentifier ?? [],
  };
  const tags = resource.tagInformation;
  if (tags !== undefined) schema.tags = { property: tags.tagPropertyName, variant: tags.variant };
  const replacement = resource.additionalReplacementProperties ?? [];
  if (replacement.length > 0) schema.replacementPaths = replacement;
  return schema;
}

function propertiesOf(properties: Record<string, SpecProperty>): Record<string, SchemaProperty> {
  return Object.fromEntries(
    Object.entries(properties)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, property]) => [name, propertyOf(property)]),
  );
}

function propertyOf(property: SpecProperty): SchemaProperty {
  const schema: SchemaProperty = { type: typeName(property.type) };
  if (property.required === true) schema.required = true;
  if (property.type.allowedValues !== undefined) schema.allowed = property.type.allowedValues;
  const elementValues = property.type.element?.allowedValues;
  if (elementValues !== undefined) schema.allowed = elementValues;
  if (property.causesReplacement === 'yes') schema.replacement = 'yes';
  if (property.causesReplacement === 'maybe') schema.replacement = 'maybe';
  return schema;
}

/**
 * Registers the definition that a type refers to, once, and gives the type's name in the file's
 * grammar.
 */
function typeName(type: SpecType): string {
  if (type.type === 'array') return `list<${typeName(elementOf(type))}>`;
  if (type.type === 'map') return `map<${typeName(elementOf(type))}>`;
  if (type.type === 'union') return (type.types ?? []).map(typeName).join('|');
  if (type.type !== 'ref') return type.type;
  const definition = database.get('typeDefinition', type.reference?.$ref ?? '');
  const name = `${definition.name}.${definition.$id}`;
  if (file.types[name] === undefined) {
    const schema: SchemaType = { properties: {} };
    file.types[name] = schema;
    const properties: unknown = definition.properties;
    schema.properties = propertiesOf(properties as Record<string, SpecProperty>);
  }
  return `ref<${name}>`;
}

function elementOf(type: SpecType): SpecType {
  if (type.element === undefined) throw new Error(`type '${type.type}' has no element type`);
  return type.element;
}

/** One line a property, so that a change of the schemas reads well as a difference. */
function render(schema: SchemaFile): string {
  const lines = (properties: Record<string, SchemaProperty>, indent: string): string =>
    Object.entries(properties)
      .map(([name, property]) => `${indent}${JSON.stringify(name)}: ${JSON.stringify(property)}`)
      .join(',\n');
  const section = <T extends { properties: Record<string, SchemaProperty> }>(
    entries: Record<string, T>,
  ): string =>
    Object.entries(entries)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { properties, ...rest }]) => {
        const head = JSON.stringify(rest).slice(1, -1);
        const body = `"properties": {\n${lines(properties, '   ')}}`;
        return `  ${JSON.stringify(name)}: {${head === '' ? '' : `${head}, `}${body}}`;
      })
      .join(',\n');
  return `{\n "resources": {\n${section(schema.resources)}},\n "types": {\n${section(schema.types)}}\n}\n`;
}
