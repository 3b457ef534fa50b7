import { hasWeb, type SiteConfig, type WebSiteConfig } from '../config.ts';
import { keptInService } from '../parts/fleet/in-service.ts';
import {
  EVERYWHERE,
  MONTH_HOURS,
  PRICE_PAGES,
  PRICES_OF,
  REGION_PRICES,
  type RegionPrices,
} from './prices.ts';

/** So many of one kind that stand all month, whether anybody comes or not. */
export interface CostItem {
  /** Plain words: `t4g.micro instances`. */
  resource: string;
  /** Undefined for what belongs to no region. */
  region: string | undefined;
  count: number;
  /** Of all of them; undefined when their price is not in the table. */
  monthlyUsd: number | undefined;
}

export interface MonthlyCost {
  items: readonly CostItem[];
  /** Of the items that have a price: with `unpriced`, it is more. */
  totalUsd: number;
  unpriced: readonly CostItem[];
  /** What depends on use, and is in no item. */
  besides: readonly string[];
  /** The table's day, `2026-10-01`, and where AWS says what it charges today. */
  pricesOf: string;
  sources: readonly string[];
}

/** Of Amazon Linux's image, which every instance has its own of. */
const VOLUME_GB = 8;
/** A load balancer has an address a zone. */
const ZONES = 2;

/** What the site costs a month while nobody comes, at its desired capacity. */
export function monthlyCost(config: SiteConfig): MonthlyCost {
  const items = [
    ...(hasWeb(config)
      ? [config.primary, config.standby].flatMap((region) => regionItems(config, region))
      : []),
    ...globalItems(config),
  ].filter(({ count }) => count > 0);
  return {
    items,
    totalUsd: items.reduce((sum, { monthlyUsd = 0 }) => sum + monthlyUsd, 0),
    unpriced: items.filter(({ monthlyUsd }) => monthlyUsd === undefined),
    besides: [
      'CloudFront',
      config.data.bucket ? 'static files, data and its requests, logs' : 'static files, logs',
      ...(hasWeb(config)
        ? [
            'traffic, requests and capacity units of the load balancers',
            "images' snapshots, and an hour of an instance for each that is built",
            'instances beyond the desired capacity',
          ]
        : []),
    ],
    pricesOf: PRICES_OF,
    sources: PRICE_PAGES,
  };
}

function regionItems({ web }: WebSiteConfig, region: string): CostItem[] {
  const prices: RegionPrices = REGION_PRICES[region] ?? {};
  const gateways = { none: 0, nat: 1, 'nat-per-zone': ZONES }[web.egress];
  const instances = web.capacity.desired;
  const item = (resource: string, count: number, each: number | undefined): CostItem => ({
    ...{ resource, region, count },
    monthlyUsd: each === undefined ? undefined : each * count,
  });
  const hourly = (price: number | undefined): number | undefined =>
    price === undefined ? undefined : price * MONTH_HOURS;
  const volume = prices.volumeGbMonth;
  return [
    item(
      `${web.instanceType} instances`,
      instances,
      hourly(prices.instanceHour?.[web.instanceType]),
    ),
    item(
      `volumes of ${VOLUME_GB} GB`,
      instances,
      volume === undefined ? undefined : volume * VOLUME_GB,
    ),
    item('NAT gateways', gateways, hourly(prices.natGatewayHour)),
    item('load balancers', 1, hourly(prices.balancerHour)),
    item('public IPv4 addresses', ZONES + gateways, hourly(EVERYWHERE.publicAddressHour)),
    // Of scaling out and in, and of serving (parts/fleet/serving-alarm.ts).
    item('alarms', keptInService(web.capacity) > 0 ? 3 : 2, EVERYWHERE.alarmMonth),
  ];
}

function globalItems({ web, healthCheck, notify }: SiteConfig): CostItem[] {
  const features =
    web === undefined
      ? []
      : [healthCheck.intervalSeconds === 10, web.origin === 'https'].filter(Boolean);
  const item = (resource: string, count: number, each: number): CostItem => ({
    ...{ resource, region: undefined, count },
    monthlyUsd: each * count,
  });
  return [
    item('hosted zones', 1, EVERYWHERE.hostedZoneMonth),
    item(
      "features of the health check ('10 s', HTTPS)",
      features.length,
      EVERYWHERE.healthCheckFeatureMonth,
    ),
    item('alarms', notify === undefined ? 0 : 1, EVERYWHERE.alarmMonth),
  ];
}
