import { z } from 'zod';
import { objectives } from './objectives.ts';
import { REGIONS } from './regions.ts';

/** Messages read `problem; use FIX`: the part behind `; use ` becomes the error's hint. */
const domain = z
  .string('must be a string; use a registered domain such as example.com')
  .max(253, 'longer than 253 characters; use a shorter domain')
  .regex(
    /^(?=.{4,})[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
    'not a domain; use lower-case labels with dots between, such as example.com',
  )
  // RFC 1035 section 2.3.4.
  .refine((value) => value.split('.').every((label) => label.length <= 63), {
    error: 'a label is longer than 63 characters; use a shorter one',
  });

const region = z
  .string('must be a string; use an AWS region such as eu-west-1')
  .refine((value) => Object.hasOwn(REGIONS, value), {
    error: `not a region that Understudy knows; use one of ${Object.keys(REGIONS).join(', ')}`,
  });

const folder = (what: string): z.ZodString =>
  z.string(`must be a string; use ${what}`).min(1, `empty; use ${what}`);

const flag = z.boolean('must be true or false; use one of them without quotes');

const wholeNumber = (least: number, most: number): z.ZodNumber =>
  z
    .number(`must be a number; use one from ${least} to ${most}`)
    .int(`not a whole number; use one from ${least} to ${most}`)
    .min(least, `too small; use at least ${least}`)
    .max(most, `too large; use at most ${most}`);

// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html does not bound
// a group's size; ours keeps a typing error from starting a thousand instances.
const CAPACITY_MAX = 100;

const capacity = z
  .strictObject(
    {
      min: wholeNumber(1, CAPACITY_MAX).default(2),
      desired: wholeNumber(1, CAPACITY_MAX).optional(),
      max: wholeNumber(1, CAPACITY_MAX).optional(),
    },
    'must be an object; use { min, desired, max }',
  )
  .prefault({})
  .transform(({ min, desired = min, max }) => ({
    min,
    desired,
    max: max ?? Math.min(desired * 2, CAPACITY_MAX),
  }))
  .refine((value) => value.min <= value.desired, {
    path: ['desired'],
    error: 'below min; use a number from min to max',
  })
  .refine((value) => value.desired <= value.max, {
    path: ['max'],
    error: 'below desired; use a number of at least desired',
  });

const scaling = z
  .strictObject(
    {
      requestsPerTargetHigh: wholeNumber(1, 1_000_000).default(600),
      requestsPerTargetLow: wholeNumber(0, 1_000_000).optional(),
      cooldownSeconds: wholeNumber(0, 86_400).default(300),
    },
    'must be an object; use { requestsPerTargetHigh, requestsPerTargetLow, cooldownSeconds }',
  )
  .prefault({})
  .transform((value) => ({
    ...value,
    requestsPerTargetLow: value.requestsPerTargetLow ?? Math.floor(value.requestsPerTargetHigh / 5),
  }))
  .refine((value) => value.requestsPerTargetLow < value.requestsPerTargetHigh, {
    path: ['requestsPerTargetLow'],
    error: 'not below requestsPerTargetHigh; use a smaller number',
  });

/** What the site itself tells its web processes, and what decides where they listen. */
const RESERVED_VARIABLES = ['PORT', 'HOST', 'SITE_DOMAIN', 'ASSETS_URL', 'DATA_BUCKET'];

const variables = z.record(
  z
    .string()
    .regex(
      /^[A-Za-z_][A-Za-z0-9_]*$/,
      'not the name of a variable; use letters, digits and underscores',
    )
    .refine((name) => !RESERVED_VARIABLES.includes(name), {
      error: 'set by Understudy itself; use another name',
    }),
  z
    .string('must be a string; use quotes around it')
    .regex(/^[^\r\n]*$/, 'has a line break; use one line'),
  'must be an object; use { NAME: VALUE }',
);

/** A component's document has 16,000 characters at most, and much else in it. */
const BUILD_CHARACTERS_MAX = 1_000;

const web = z.strictObject(
  {
    app: folder('the folder of the web app'),
    healthPath: z
      .string('must be a string; use a path such as /healthz')
      .regex(/^\/[^\s?#]*$/, 'not a path; use one with a leading slash, such as /healthz')
      .max(255, 'longer than 255 characters; use a shorter path')
      .default('/healthz'),
    capacity,
    instanceType: z
      .string('must be a string; use an instance type such as t4g.micro')
      // https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
      .regex(
        /^[a-z]+\d[a-z0-9-]*\.(nano|micro|small|medium|large|(\d{1,3})?xlarge|metal(-\d+xl)?)$/,
        'not an instance type; use one such as t4g.micro',
      )
      .default('t4g.micro'),
    build: z
      .string("must be a string or null; use a command such as 'npm ci --omit=dev'")
      .trim()
      .min(1, 'empty; use null for no build')
      .max(BUILD_CHARACTERS_MAX, `longer than ${BUILD_CHARACTERS_MAX} characters; use a script`)
      .regex(/^[^\r\n\0]*$/, "has a line break; use '&&' between commands, or a script")
      .nullable()
      .optional(),
    packages: z
      .array(
        z
          .string('must be a string; use quotes around it')
          .regex(/^[A-Za-z0-9][A-Za-z0-9._+-]*$/, 'not a package name; use names that dnf knows'),
        'must be a list; use [NAME, …]',
      )
      .optional(),
    environment: variables.default({}),
    scaling,
    egress: z
      .enum(['nat', 'nat-per-zone', 'none'], "not a choice; use 'nat-per-zone', 'nat' or 'none'")
      .default('nat'),
    ssh: flag.default(false),
    origin: z.enum(['https', 'http'], "not a protocol; use 'https' or 'http'").default('https'),
  },
  'must be an object; use { app: FOLDER }',
);

const healthCheck = z
  .strictObject(
    {
      intervalSeconds: z
        .union([z.literal(10), z.literal(30)], 'not an interval that Route 53 has; use 10 or 30')
        .default(10),
      failureThreshold: wholeNumber(1, 10).default(3),
    },
    'must be an object; use { intervalSeconds, failureThreshold }',
  )
  .prefault({});

const data = z
  .strictObject({ bucket: flag.default(false) }, 'must be an object; use { bucket: true }')
  .prefault({});

const email = z
  .string('must be a string; use an address such as me@example.com')
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'not an address; use one such as me@example.com')
  // RFC 5321 section 4.5.3.1.3, less its angle brackets.
  .max(254, 'longer than 254 characters; use a shorter address');

const certificateAuthorities = z
  .array(domain, 'must be a list; use [DOMAIN, …], such as the amazon.com of AWS')
  .refine((names) => names.length === 0 || names.includes('amazon.com'), {
    error: 'without amazon.com, so that the site itself would get no certificate; use it too',
  })
  .default([]);

/** What stays when stacks are deleted, and how long what nobody reads any more does. */
const protect = z
  .enum(['data', 'all', 'none'], "not a choice; use 'data', 'all' or 'none'")
  .default('data');

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

const logDays = z
  .number('must be a number; use one such as 30')
  .refine((value) => LOG_DAYS.includes(value), {
    error: `not a number of days that CloudWatch Logs has; use one of ${LOG_DAYS.join(', ')}`,
  });

const retention = z
  .strictObject(
    {
      versionDays: wholeNumber(1, 3_650).default(30),
      accessLogDays: wholeNumber(1, 3_650).default(90),
      logDays: logDays.default(30),
    },
    'must be an object; use { versionDays, accessLogDays, logDays }',
  )
  .prefault({});

export const siteOptionsSchema = z
  .strictObject(
    {
      domain,
      name: z
        .string('must be a string; use lower-case letters')
        .regex(
          /^[a-z][a-z0-9-]{0,19}$/,
          'not a name; use 1 to 20 lower-case letters, digits and hyphens, a letter first',
        )
        .optional(),
      primary: region,
      standby: region,
      web: web.optional(),
      assets: folder('the folder of the static files').optional(),
      data,
      failover: z
        .enum(['viewer'], "not a design that this version has; use 'viewer'")
        .default('viewer'),
      healthCheck,
      notify: email.optional(),
      certificateAuthorities,
      securityHeaders: flag.default(true),
      accessLogs: flag.default(false),
      protect,
      retention,
      client: folder("the file of the site's own client").optional(),
      objectives: objectives.prefault({}),
      tags: z
        .record(
          z
            .string()
            .min(1, 'empty; use 1 to 128 characters')
            .max(128, 'too long; use at most 128 characters')
            .regex(/^(?!aws:)/i, 'begins with aws:, which AWS keeps for itself; use another name'),
          z
            .string('must be a string; use quotes around it')
            .max(256, 'too long; use at most 256 characters'),
          'must be an object; use { NAME: VALUE }',
        )
        .default({}),
    },
    'must be an object; use defineSite({ … })',
  )
  .refine((value) => value.primary !== value.standby, {
    path: ['standby'],
    error: 'the same region as primary; use another region',
    // Told beside what is wrong with other fields.
    when: ({ value }) => typeof (value as { primary?: unknown } | null)?.primary === 'string',
  })
  .refine((value) => value.web !== undefined || value.notify === undefined, {
    path: ['notify'],
    error: 'of no use without web, since no health check is there to tell; use it with web alone',
    when: ({ value }) => typeof (value as { notify?: unknown } | null)?.notify === 'string',
  })
  .refine((value) => value.web !== undefined || !value.data.bucket, {
    path: ['data', 'bucket'],
    error: 'of no use without web, since nobody writes to it; use it with web alone',
    when: ({ value }) => (value as { data?: { bucket?: unknown } } | null)?.data?.bucket === true,
  })
  .refine((value) => value.web !== undefined || value.assets !== undefined, {
    path: ['web'],
    error: 'nothing to serve; use { app: FOLDER }, or assets alone for a site of static files',
    // Nor of what is no site at all.
    when: ({ issues }) =>
      issues.every(({ code, path = [] }) => code !== 'invalid_type' || path.length > 0),
  })
  .transform((value) => ({ ...value, name: value.name ?? nameOf(value.domain) }));

function nameOf(domainName: string): string {
  const label = (domainName.split('.')[0] ?? 'site').slice(0, 20).replace(/-+$/, '');
  return /^[a-z]/.test(label) ? label : `site-${label}`.slice(0, 20);
}
