/** How small and how large a group may become while instances of it are replaced. */
export interface MaintenanceWindow {
  /** In service, healthy and ready to use. */
  least: number;
  /** In service, or pending. */
  most: number;
}

/**
 * The percentages of a maintenance policy or of an instance refresh, as instances. Where no
 * instance can be replaced within both, one is launched over them before an old one ends; where a
 * refresh names no maximum, one ends below the minimum at the same time as its successor starts.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html
 */
export function maintenanceWindow(
  desiredCapacity: number,
  percentages: { minHealthyPercentage: number; maxHealthyPercentage: number | undefined },
): MaintenanceWindow {
  const { minHealthyPercentage, maxHealthyPercentage } = percentages;
  const least = Math.ceil((desiredCapacity * minHealthyPercentage) / 100);
  if (maxHealthyPercentage === undefined)
    return { least: Math.max(0, Math.min(least, desiredCapacity - 1)), most: desiredCapacity };
  const most = Math.floor((desiredCapacity * maxHealthyPercentage) / 100);
  return { least, most: Math.max(most, least + 1) };
}
