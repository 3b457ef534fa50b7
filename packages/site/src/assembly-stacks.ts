import path from 'node:path';
import type {
  AssetManifestArtifact,
  CloudArtifact,
  CloudAssembly,
  CloudFormationStackArtifact,
} from 'aws-cdk-lib/cx-api';

/** A stack of a cloud assembly, as it is deployed. Plain data. */
export interface AssemblyStack {
  name: string;
  account: string;
  region: string;
  templateFile: string;
  /** Where the template is read from once its files are published, if it is too long for a call. */
  templateUrl: string | undefined;
  tags: Readonly<Record<string, string>>;
  /** Those that are not left at the template's defaults. */
  parameters?: Readonly<Record<string, string>>;
  /** Names of the stacks of this assembly that must be deployed before it. */
  dependsOn: readonly string[];
  /** What the template refers to in buckets; the template itself is one of them. */
  files: readonly AssemblyFile[];
}

export interface AssemblyFile {
  path: string;
  /** `zip`: a folder, whose archive is published. */
  packaging: 'file' | 'zip';
  /** Keys are hashes of contents: what lies under one is never another. */
  destinations: readonly { bucket: string; key: string; region: string }[];
}

/** The assembly's stacks in an order in which they can be deployed. */
export function stacksOf(assembly: CloudAssembly): AssemblyStack[] {
  return assembly.stacks.map((stack) => ({
    name: stack.stackName,
    account: stack.environment.account,
    region: stack.environment.region,
    templateFile: stack.templateFullPath,
    templateUrl: httpsUrl(stack.stackTemplateAssetObjectUrl, stack.environment.region),
    tags: stack.tags,
    dependsOn: stack.dependencies.flatMap((artifact) =>
      isStack(artifact) ? [artifact.stackName] : [],
    ),
    files: stack.dependencies.flatMap((artifact) =>
      isManifest(artifact) ? filesOf(artifact, assembly.directory, stack) : [],
    ),
  }));
}

// By the manifest's own words: the library's classes would have to be loaded for it.
function isStack(artifact: CloudArtifact): artifact is CloudFormationStackArtifact {
  return String(artifact.manifest.type) === 'aws:cloudformation:stack';
}

function isManifest(artifact: CloudArtifact): artifact is AssetManifestArtifact {
  return String(artifact.manifest.type) === 'cdk:asset-manifest';
}

function filesOf(
  { contents }: AssetManifestArtifact,
  directory: string,
  stack: CloudFormationStackArtifact,
): AssemblyFile[] {
  return Object.values(contents.files ?? {}).flatMap(({ source, destinations }) => {
    // What has no path is made by a command of the app's; no construct of a site makes such.
    if (source.path === undefined) return [];
    const file: AssemblyFile = {
      path: path.join(directory, source.path),
      packaging: source.packaging === 'zip' ? 'zip' : 'file',
      destinations: Object.values(destinations).map((destination) => ({
        bucket: destination.bucketName,
        key: destination.objectKey,
        region: destination.region ?? stack.environment.region,
      })),
    };
    return [file];
  });
}

/**
 * CloudFormation wants "the URL of a file containing the template body" in HTTPS; the assembly
 * writes s3://bucket/key.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
 */
function httpsUrl(url: string | undefined, region: string): string | undefined {
  if (url === undefined) return undefined;
  const { host: bucket, pathname } = new URL(url);
  return `https://s3.${region}.amazonaws.com/${bucket}${pathname}`;
}
