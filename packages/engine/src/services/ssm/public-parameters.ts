import { createHash } from 'node:crypto';

const AMI_PATHS = [
  '/aws/service/ami-amazon-linux-latest/',
  '/aws/service/ami-windows-latest/',
  '/aws/service/canonical/ubuntu/',
];

/**
 * The AMI id that a public parameter of AWS's leads to; undefined for what is not one. The id is
 * made up, but the same for the same name and region, so that a template's second deployment
 * changes nothing. No instance knows such an image: it boots the built-in responder.
 */
export function publicParameter(region: string, name: string): string | undefined {
  if (!AMI_PATHS.some((path) => name.startsWith(path) && name.length > path.length))
    return undefined;
  const digest = createHash('sha256').update(`${region}\n${name}`).digest('hex');
  return `ami-0${digest.slice(0, 16)}`;
}
