import type { ServiceDeps } from '../../kernel/deps.ts';
import { fail } from '../../kernel/fail.ts';
import { uuid } from '../../kernel/identifiers.ts';
import { page, positionOf } from '../../kernel/page.ts';
import { RegionTable } from '../../kernel/state/region-table.ts';
import type { Ec2Service } from '../ec2/ec2-service.ts';
import type { IamService } from '../iam/iam-service.ts';
import { BuiltFolders } from './built-folders.ts';
import { imageBuilderTables } from './records.ts';
import type * as Records from './records.ts';

/** Reads an object of a region's store, piece by piece. */
export type FetchObject = (
  region: string,
  bucket: string,
  key: string,
) => Promise<AsyncIterable<Uint8Array>>;

export interface ImageBuilderCollaborators {
  ec2: Ec2Service;
  iam: IamService;
  fetchObject: FetchObject;
}

/** Image Builder's records, by ARN, the services that it uses, and the builds under way. */
export class ImageBuilderStore {
  readonly deps: ServiceDeps;
  readonly ec2: Ec2Service;
  readonly iam: IamService;
  readonly fetchObject: FetchObject;
  /** By image ARN. */
  readonly running = new Map<string, Promise<void>>();
  readonly built: BuiltFolders;
  /** Ends the builds under way. */
  readonly stopping = new AbortController();
  readonly components: RegionTable<Records.ComponentRecord>;
  readonly recipes: RegionTable<Records.RecipeRecord>;
  readonly infrastructures: RegionTable<Records.InfrastructureRecord>;
  readonly distributions: RegionTable<Records.DistributionRecord>;
  readonly images: RegionTable<Records.ImageBuildRecord>;
  readonly lifecycles: RegionTable<Records.LifecycleRecord>;
  /** Told when there is a lifecycle policy more. */
  lifecycleBegan: () => void = () => undefined;

  constructor(deps: ServiceDeps, { ec2, iam, fetchObject }: ImageBuilderCollaborators) {
    this.deps = deps;
    this.ec2 = ec2;
    this.iam = iam;
    this.fetchObject = fetchObject;
    this.built = new BuiltFolders(deps.stateDirectory);
    this.components = new RegionTable(deps.state, imageBuilderTables.components);
    this.recipes = new RegionTable(deps.state, imageBuilderTables.recipes);
    this.infrastructures = new RegionTable(deps.state, imageBuilderTables.infrastructures);
    this.distributions = new RegionTable(deps.state, imageBuilderTables.distributions);
    this.images = new RegionTable(deps.state, imageBuilderTables.images);
    this.lifecycles = new RegionTable(deps.state, imageBuilderTables.lifecycles);
  }

  /** What every answer of the service carries. */
  answer(clientToken: string | undefined): { requestId: string; clientToken: string } {
    const { random } = this.deps;
    return { requestId: uuid(random), clientToken: clientToken ?? uuid(random) };
  }

  find<T>(table: RegionTable<T>, region: string, arn: string | undefined, noun: string): T {
    return table.get(region, arn ?? '') ?? failNotFound(noun, arn ?? '');
  }
}

export function failNotFound(noun: string, arn: string): never {
  return fail(
    'ResourceNotFoundException',
    `The ${noun} with ARN '${arn}' could not be found.`,
    404,
  );
}

export function failExists(noun: string, arn: string): never {
  return fail(
    'ResourceAlreadyExistsException',
    `The ${noun} with ARN '${arn}' already exists. You cannot update or overwrite it; create a new version.`,
  );
}

export function failInUse(noun: string, arn: string, user: string): never {
  return fail(
    'ResourceDependencyException',
    `The ${noun} '${arn}' cannot be deleted because it is used by '${user}'.`,
  );
}

/** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_CreateComponent.html */
export function checkName(name: string | undefined): string {
  if (name === undefined || !/^[-_A-Za-z0-9][-_A-Za-z0-9 ]{1,126}[-_A-Za-z0-9]$/.test(name))
    fail(
      'InvalidParameterValueException',
      `The value '${name ?? ''}' for name is not valid: it must have 3 to 128 letters, digits, spaces, hyphens and underscores.`,
    );
  return name;
}

export function checkVersion(version: string | undefined): string {
  if (version === undefined || !/^\d{1,9}\.\d{1,9}\.\d{1,9}$/.test(version))
    fail(
      'InvalidVersionNumberException',
      `The version '${version ?? ''}' is not of the form major.minor.patch.`,
    );
  return version;
}

/**
 * `arn:aws:imagebuilder:REGION:ACCOUNT:KIND/NAME/…`: names are lower case there, with hyphens for
 * spaces.
 */
export function arnOf(
  owner: { region: string; account: string },
  kind: string,
  name: string,
  ...rest: string[]
): string {
  const slug = name.toLowerCase().replace(/[ _]/g, '-');
  return `arn:aws:imagebuilder:${owner.region}:${owner.account}:${[kind, slug, ...rest].join('/')}`;
}

/** A page of a List call. Tokens are positions. */
export function pageOf<T>(
  items: readonly T[],
  input: { nextToken?: string | undefined; maxResults?: number | undefined },
): { items: T[]; nextToken: string | undefined } {
  const start = positionOf(input.nextToken, () =>
    fail(
      'InvalidPaginationTokenException',
      'You have provided an invalid pagination token in your request.',
    ),
  );
  const part = page(items, { start, size: input.maxResults });
  return { items: part.items, nextToken: part.nextPosition };
}
