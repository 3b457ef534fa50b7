import { own } from '../../kernel/state/own.ts';

/**
 * The commercial regions' availability zones: letters, and the prefix of the zone ids. An account's
 * mapping of letters to zone ids is its own on AWS; here letters and numbers go together.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html
 */
const REGIONS: Readonly<Record<string, { letters: string; zoneIdPrefix: string }>> = {
  'af-south-1': { letters: 'abc', zoneIdPrefix: 'afs1' },
  'ap-east-1': { letters: 'abc', zoneIdPrefix: 'ape1' },
  'ap-northeast-1': { letters: 'acd', zoneIdPrefix: 'apne1' },
  'ap-northeast-2': { letters: 'abcd', zoneIdPrefix: 'apne2' },
  'ap-northeast-3': { letters: 'abc', zoneIdPrefix: 'apne3' },
  'ap-south-1': { letters: 'abc', zoneIdPrefix: 'aps1' },
  'ap-south-2': { letters: 'abc', zoneIdPrefix: 'aps2' },
  'ap-southeast-1': { letters: 'abc', zoneIdPrefix: 'apse1' },
  'ap-southeast-2': { letters: 'abc', zoneIdPrefix: 'apse2' },
  'ap-southeast-3': { letters: 'abc', zoneIdPrefix: 'apse3' },
  'ap-southeast-4': { letters: 'abc', zoneIdPrefix: 'apse4' },
  'ca-central-1': { letters: 'abd', zoneIdPrefix: 'cac1' },
  'eu-central-1': { letters: 'abc', zoneIdPrefix: 'euc1' },
  'eu-central-2': { letters: 'abc', zoneIdPrefix: 'euc2' },
  'eu-north-1': { letters: 'abc', zoneIdPrefix: 'eun1' },
  'eu-south-1': { letters: 'abc', zoneIdPrefix: 'eus1' },
  'eu-south-2': { letters: 'abc', zoneIdPrefix: 'eus2' },
  'eu-west-1': { letters: 'abc', zoneIdPrefix: 'euw1' },
  'eu-west-2': { letters: 'abc', zoneIdPrefix: 'euw2' },
  'eu-west-3': { letters: 'abc', zoneIdPrefix: 'euw3' },
  'me-central-1': { letters: 'abc', zoneIdPrefix: 'mec1' },
  'me-south-1': { letters: 'abc', zoneIdPrefix: 'mes1' },
  'sa-east-1': { letters: 'abc', zoneIdPrefix: 'sae1' },
  'us-east-1': { letters: 'abcdef', zoneIdPrefix: 'use1' },
  'us-east-2': { letters: 'abc', zoneIdPrefix: 'use2' },
  'us-west-1': { letters: 'ac', zoneIdPrefix: 'usw1' },
  'us-west-2': { letters: 'abcd', zoneIdPrefix: 'usw2' },
};

export interface Zone {
  name: string;
  id: string;
}

export function regionNames(): string[] {
  return Object.keys(REGIONS);
}

export function zonesOf(region: string): Zone[] {
  const found = own(REGIONS, region);
  if (found === undefined) return [];
  return [...found.letters].map((letter) => ({
    name: `${region}${letter}`,
    id: `${found.zoneIdPrefix}-az${letter.charCodeAt(0) - 'a'.charCodeAt(0) + 1}`,
  }));
}
