import type { LatestVersionReferences } from '@aws-sdk/client-imagebuilder';

/** `LatestVersion.*`, which every versioned resource of Image Builder has. */
export function latestVersionAttributes(
  references: LatestVersionReferences | undefined,
): Record<string, string> {
  return {
    'LatestVersion.Arn': references?.latestVersionArn ?? '',
    'LatestVersion.Major': references?.latestMajorVersionArn ?? '',
    'LatestVersion.Minor': references?.latestMinorVersionArn ?? '',
    'LatestVersion.Patch': references?.latestPatchVersionArn ?? '',
  };
}
