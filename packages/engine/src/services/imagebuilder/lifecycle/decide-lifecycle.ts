import type {
  LifecyclePolicyDetail,
  LifecyclePolicyResourceSelection,
  LifecyclePolicyTimeUnit,
} from '@aws-sdk/client-imagebuilder';

type Tags = Readonly<Record<string, string>>;

export interface LifecycleAmi {
  region: string;
  imageId: string;
  tags: Tags;
  lastLaunchedMs?: number | undefined;
}

export interface LifecycleImage {
  arn: string;
  recipe: { name: string; version: string };
  createdMs: number;
  tags: Tags;
  /** Those that are still registered. */
  amis: readonly LifecycleAmi[];
}

/** What is done about one image: its AMIs that go, and whether it goes itself. */
export interface LifecycleAction {
  arn: string;
  amis: { region: string; imageId: string }[];
  isDeleted: boolean;
}

/** Images with one of the recipes, or with all of the tags. */
export function isSelected(
  { recipes = [], tagMap = {} }: LifecyclePolicyResourceSelection,
  { recipe, tags }: Pick<LifecycleImage, 'recipe' | 'tags'>,
): boolean {
  if (recipes.length === 0)
    return Object.entries(tagMap).every(([key, value]) => tags[key] === value);
  return recipes.some(
    ({ name, semanticVersion = '' }) =>
      name === recipe.name && isVersion(semanticVersion, recipe.version),
  );
}

/**
 * What one rule of a policy does. An image of which an AMI is kept by an exclusion stays itself, so
 * that the next run finds it.
 * https://docs.aws.amazon.com/imagebuilder/latest/userguide/image-lifecycle-rules.html
 */
export function decideLifecycle(
  detail: LifecyclePolicyDetail,
  images: readonly LifecycleImage[],
  nowMs: number,
): LifecycleAction[] {
  const { action, exclusionRules } = detail;
  const includes = action?.includeResources?.amis === true;
  return past(detail, images, nowMs)
    .filter(({ tags }) => !hasOneOf(exclusionRules?.tagMap, tags))
    .map(({ arn, amis }) => {
      const kept = includes ? amis.filter((ami) => isExcluded(detail, ami, nowMs)) : [];
      const gone = includes ? amis.filter((ami) => !kept.includes(ami)) : [];
      return {
        arn,
        amis: gone.map(({ region, imageId }) => ({ region, imageId })),
        isDeleted: kept.length === 0,
      };
    });
}

/** Those that are too many or too old. */
function past(
  { filter }: LifecyclePolicyDetail,
  images: readonly LifecycleImage[],
  nowMs: number,
): LifecycleImage[] {
  const { type, value = 0, unit, retainAtLeast = 0 } = filter ?? {};
  const newest = images.toSorted((one, other) => other.createdMs - one.createdMs);
  if (type === 'COUNT') return newest.slice(value);
  return newest
    .slice(retainAtLeast)
    .filter(({ createdMs }) => createdMs < before(nowMs, value, unit));
}

function isExcluded(
  { exclusionRules }: LifecyclePolicyDetail,
  ami: LifecycleAmi,
  nowMs: number,
): boolean {
  const { regions = [], tagMap, lastLaunched } = exclusionRules?.amis ?? {};
  if (regions.includes(ami.region) || hasOneOf(tagMap, ami.tags)) return true;
  if (lastLaunched === undefined || ami.lastLaunchedMs === undefined) return false;
  return ami.lastLaunchedMs >= before(nowMs, lastLaunched.value ?? 0, lastLaunched.unit);
}

function hasOneOf(tagMap: Tags | undefined, tags: Tags): boolean {
  return Object.entries(tagMap ?? {}).some(([key, value]) => tags[key] === value);
}

/** `x` stands for any number. */
function isVersion(pattern: string, version: string): boolean {
  const parts = version.split('.');
  return pattern.split('.').every((part, index) => part === 'x' || part === parts[index]);
}

/** By the calendar, in UTC. */
function before(nowMs: number, value: number, unit: LifecyclePolicyTimeUnit | undefined): number {
  const date = new Date(nowMs);
  if (unit === 'DAYS') date.setUTCDate(date.getUTCDate() - value);
  if (unit === 'WEEKS') date.setUTCDate(date.getUTCDate() - 7 * value);
  if (unit === 'MONTHS') date.setUTCMonth(date.getUTCMonth() - value);
  if (unit === 'YEARS') date.setUTCFullYear(date.getUTCFullYear() - value);
  return date.getTime();
}
