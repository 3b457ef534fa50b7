import type { ObjectivesOptions } from './objectives.ts';

/** What a site is. Everything but the domain, the two regions and what it serves has a default. */
export interface SiteOptions {
  /** The site's public name, a registered domain such as `ticketing.pw`. */
  domain: string;
  /**
   * Short name that the stacks' names begin with: lower-case letters, digits and hyphens, at most
   * 20.
   * @default - the domain's first label
   */
  name?: string;
  /** AWS region that serves the site while all is well. */
  primary: string;
  /** AWS region that takes over. Must differ from `primary`. */
  standby: string;
  /**
   * The web servers, the same in both regions.
   * @default - none: the site is its `assets`, which one distribution serves from the standby's
   * bucket when the primary's fails
   */
  web?: WebOptions;
  /**
   * Folder of static files (style sheets, pictures, scripts), relative to the configuration file.
   * They are stored in the primary's bucket, replicated to the standby's and served by a CloudFront
   * distribution a region.
   * @default - no static files
   */
  assets?: string;
  /**
   * What the web app keeps.
   * @default - nothing: any instance in any region can answer any request
   */
  data?: DataOptions;
  /**
   * How visitors come to the standby. `viewer`: the public name itself fails over, from CloudFront
   * to the standby's load balancer (the published two-region tutorial's design).
   * @default 'viewer'
   */
  failover?: 'viewer';
  /** Route 53's check of the primary, which decides about failing over. */
  healthCheck?: HealthCheckOptions;
  /**
   * Mail address of whom to tell when the site fails over, and when its primary is well again. AWS
   * first sends it a link to agree by.
   * @default - nobody is told
   */
  notify?: string;
  /**
   * Who alone may issue certificates for the domain, by their names in CAA records. With
   * `['amazon.com']` nobody but AWS may, also for names below the domain that lead elsewhere.
   * @default [] - anybody, and there is no record
   */
  certificateAuthorities?: string[];
  /**
   * Whether CloudFront adds the headers that tell browsers to be careful
   * (`Strict-Transport-Security`, `X-Content-Type-Options`, `X-Frame-Options`, `Referrer-Policy`);
   * those that the app sends itself stay.
   * @default true
   */
  securityHeaders?: boolean;
  /**
   * Whether each request to the load balancers, CloudFront and the buckets is
   * logged to a bucket in its region. They hold visitors' addresses, and cost their storage.
   * @default false
   */
  accessLogs?: boolean;
  /**
   * What outlives the stacks: `data` keeps the hosted zone and the buckets of static files and of
   * data when their stacks are deleted; `all` has the load balancers refuse their deletion besides,
   * also when a first deployment fails and is rolled back; `none` keeps nothing.
   * @default 'data'
   */
  protect?: 'data' | 'all' | 'none';
  /** How long what nobody reads any more is kept. */
  retention?: RetentionOptions;
  /**
   * File with what a visitor of yours does, such as buying a ticket, relative to the configuration
   * file: its default export is made by `defineClient`. Drills run it all the while, and count what
   * became of its writes.
   * @default - none: drills load pages and static files
   */
  client?: string;
  /** What a drill holds the site to: what is missed ends `understudy drill` with 3. */
  objectives?: ObjectivesOptions;
  /**
   * Put on every resource that takes tags; instances and volumes get them at launch.
   * @default - none
   */
  tags?: Record<string, string>;
}

export interface DataOptions {
  /**
   * Whether the app has a bucket a region, which its instances may read, write and list by their
   * role. The two are replicated both ways, a moment after each write: until then, and as long as
   * the way is cut, each region has what was written to it. Its name is in `DATA_BUCKET`.
   * @default false
   */
  bucket?: boolean;
}

export interface RetentionOptions {
  /**
   * Days after which earlier versions of static files and of the app's objects, and those of
   * deleted ones, are gone.
   * @default 30
   */
  versionDays?: number;
  /**
   * Days after which access logs are gone.
   * @default 90
   */
  accessLogDays?: number;
  /**
   * Days after which what web servers printed is gone: one of the numbers that CloudWatch Logs has.
   * @default 30
   */
  logDays?: number;
}

export interface WebOptions {
  /**
   * Folder with the web app and its `Procfile` (line `web: COMMAND`), relative to the configuration
   * file.
   */
  app: string;
  /**
   * Path that answers 200 while an instance can serve; asked by load balancers and by Route 53.
   * @default '/healthz'
   */
  healthPath?: string;
  /** Instances a region. */
  capacity?: CapacityOptions;
  /**
   * EC2 instance type; its processor family decides the image's architecture.
   * @default 't4g.micro'
   */
  instanceType?: string;
  /**
   * What makes the app whole in its folder, once, when the image is built: a line for `sh`, such as
   * `npm ci --omit=dev`. It runs alike on AWS and on the local engine, with this machine's programs
   * there. What it makes (`node_modules`, …) is not taken from your folder then. `null`: nothing,
   * and the folder is taken as it is.
   * @default - by what is in the folder: `npm ci` where there is a package-lock.json, pip for a
   * requirements.txt, Composer, `go build`
   */
  build?: string | null;
  /**
   * Packages that the image installs with dnf on Amazon Linux 2023, such as the language's run
   * time. On the local engine your own machine's programs are used instead.
   * @default - by the language: Node.js 22, Python 3.12, PHP 8.3, Go; else Node.js 22
   */
  packages?: string[];
  /**
   * Further environment variables of the web process. Not for secrets: they are readable in the
   * launch template.
   * @default - none
   */
  environment?: Record<string, string>;
  /** When to add and remove instances. */
  scaling?: ScalingOptions;
  /**
   * Whether instances, which have no public address, can reach the internet: `nat` costs a NAT
   * gateway a region, which one zone's loss may take from the other; `nat-per-zone` costs two;
   * `none` costs nothing.
   * @default 'nat'
   */
  egress?: 'nat' | 'nat-per-zone' | 'none';
  /**
   * Whether the VPC's own addresses may reach the web servers by SSH, as the tutorial has it.
   * Without, no port but the load balancer's is open: a shell is had by Session Manager, which
   * needs `egress`.
   * @default false
   */
  ssh?: boolean;
  /**
   * What CloudFront and the health check speak to the primary's load balancer: `https`, with a
   * certificate of its region; or `http`, as the tutorial has it, which lets logins cross the
   * internet in plain text.
   * @default 'https'
   */
  origin?: 'https' | 'http';
}

export interface CapacityOptions {
  /** @default 2 */
  min?: number;
  /** @default - `min` */
  desired?: number;
  /** @default - twice `desired` */
  max?: number;
}

export interface ScalingOptions {
  /**
   * Requests a minute and instance above which one instance is added.
   * @default 600
   */
  requestsPerTargetHigh?: number;
  /**
   * Requests a minute and instance below which one instance is removed, down to the minimum.
   * @default - a fifth of `requestsPerTargetHigh`
   */
  requestsPerTargetLow?: number;
  /**
   * Seconds after a scaling activity in which no other one starts.
   * @default 300
   */
  cooldownSeconds?: number;
}

export interface HealthCheckOptions {
  /**
   * Seconds between two probes of one checker: 10 or 30.
   * @default 10
   */
  intervalSeconds?: 10 | 30;
  /**
   * Probes in a row that must fail (or succeed) before a checker changes its mind: 1 to 10.
   * @default 3
   */
  failureThreshold?: number;
}
