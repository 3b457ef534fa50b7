/**
 * Where AWS's regions are, as far as AWS says: degrees north and east of the city, or of the middle
 * of the state or country, that a region is named after.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const REGION_PLACES: Readonly<Record<string, readonly [number, number]>> = {
  'us-east-1': [38.9, -77.5], // Northern Virginia
  'us-east-2': [40, -83], // Ohio
  'us-west-1': [37.4, -122], // Northern California
  'us-west-2': [45.8, -119.7], // Oregon
  'us-gov-east-1': [40, -83], // Ohio
  'us-gov-west-1': [45.8, -119.7], // Oregon
  'ca-central-1': [45.5, -73.6], // Montreal
  'ca-west-1': [51, -114.1], // Calgary
  'mx-central-1': [20.6, -100.4], // Querétaro
  'sa-east-1': [-23.5, -46.6], // São Paulo
  'eu-west-1': [53.3, -6.3], // Dublin
  'eu-west-2': [51.5, -0.1], // London
  'eu-west-3': [48.9, 2.4], // Paris
  'eu-central-1': [50.1, 8.7], // Frankfurt
  'eu-central-2': [47.4, 8.5], // Zurich
  'eu-north-1': [59.3, 18.1], // Stockholm
  'eu-south-1': [45.5, 9.2], // Milan
  'eu-south-2': [41.6, -0.9], // Aragon
  'eusc-de-east-1': [52.4, 13.1], // Brandenburg
  'il-central-1': [32.1, 34.8], // Tel Aviv
  'me-south-1': [26.2, 50.6], // Bahrain
  'me-central-1': [24.5, 54.4], // United Arab Emirates
  'af-south-1': [-33.9, 18.4], // Cape Town
  'ap-south-1': [19.1, 72.9], // Mumbai
  'ap-south-2': [17.4, 78.5], // Hyderabad
  'ap-southeast-1': [1.3, 103.8], // Singapore
  'ap-southeast-2': [-33.9, 151.2], // Sydney
  'ap-southeast-3': [-6.2, 106.8], // Jakarta
  'ap-southeast-4': [-37.8, 145], // Melbourne
  'ap-southeast-5': [3.1, 101.7], // Malaysia
  'ap-southeast-6': [-36.8, 174.8], // New Zealand
  'ap-southeast-7': [13.8, 100.5], // Thailand
  'ap-east-1': [22.3, 114.2], // Hong Kong
  'ap-east-2': [25, 121.5], // Taipei
  'ap-northeast-1': [35.7, 139.7], // Tokyo
  'ap-northeast-2': [37.6, 127], // Seoul
  'ap-northeast-3': [34.7, 135.5], // Osaka
  'cn-north-1': [39.9, 116.4], // Beijing
  'cn-northwest-1': [37.5, 105.2], // Ningxia
};

/** The regions whose latency to one another is known. */
export const LATENCY_REGIONS: readonly string[] = Object.keys(REGION_PLACES);

/**
 * How far it is between two regions, for comparison with others: the length of the great circle, in
 * radians. Distance stands for latency, which AWS measures. Infinite where a region is not known.
 */
export function latencyBetween(from: string, to: string): number {
  const [start, end] = [REGION_PLACES[from], REGION_PLACES[to]];
  if (start === undefined || end === undefined) return from === to ? 0 : Number.POSITIVE_INFINITY;
  const [north, east] = [radians(end[0] - start[0]), radians(end[1] - start[1])];
  // The haversine formula, which is exact for places that are close, too.
  const haversine =
    Math.sin(north / 2) ** 2 +
    Math.cos(radians(start[0])) * Math.cos(radians(end[0])) * Math.sin(east / 2) ** 2;
  return 2 * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
