import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import type { Service, Stoppable } from '../../kernel/service.ts';
import type { Ec2Service } from '../ec2/ec2-service.ts';
import type { IamService } from '../iam/iam-service.ts';
import { ComponentOperations } from './components.ts';
import { DistributionOperations, InfrastructureOperations } from './configurations.ts';
import { type BuildDeps, type FetchObject, setAmi } from './image-build.ts';
import { ImageBuilderStore } from './imagebuilder-store.ts';
import { ImageOperations } from './images.ts';
import { RecipeOperations } from './recipes.ts';
import { imagesDirectory } from './unpack.ts';

export type { FetchObject } from './image-build.ts';

export interface ImageBuilderCollaborators {
  ec2: Ec2Service;
  iam: IamService;
  fetchObject: FetchObject;
}

/** EC2 Image Builder: makes an AMI of the archives that a recipe's components download. */
export class ImageBuilderService implements Service, Stoppable {
  readonly traits: ServiceTraits = {
    signingName: 'imagebuilder',
    protocols: ['restJson'],
    // REST-JSON answers have no namespace.
    xmlNamespace: '',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;
  readonly #store: ImageBuilderStore;
  readonly #running = new Map<string, Promise<void>>();

  constructor(deps: ServiceDeps, collaborators: ImageBuilderCollaborators) {
    this.#store = new ImageBuilderStore(deps);
    const { ec2, fetchObject } = collaborators;
    const buildDeps = { store: this.#store, ec2, fetchObject };
    this.operations = operationsOf(buildDeps, collaborators.iam, this.#running);
    failInterruptedBuilds(buildDeps);
    sweepFiles(deps.stateDirectory, ec2);
  }

  async loadSchemas(): Promise<Record<string, unknown>> {
    return { ...(await import('@aws-sdk/client-imagebuilder')) };
  }

  /** The AMIs that an image made or was to make; undefined when there is no such image. */
  amisOf(region: string, imageArn: string): { region: string; imageId: string }[] | undefined {
    return this.#store.images.get(region, imageArn)?.amis;
  }

  /** Resolves when an image is being built no more, however that ended. */
  async built(imageArn: string): Promise<void> {
    await this.#running.get(imageArn);
  }

  /** Waits for the builds under way: they are short, and half an image is of no use. */
  async stop(): Promise<void> {
    await Promise.all(this.#running.values());
  }
}

/** What an engine that was killed was building is not built by the next one: it says so. */
function failInterruptedBuilds(deps: BuildDeps): void {
  const reason = 'the engine stopped while the image was being built';
  for (const record of deps.store.images.all()) {
    if (record.status !== 'BUILDING') continue;
    const region = record.arn.split(':')[3] ?? '';
    deps.store.images.put(region, record.arn, { ...record, status: 'FAILED', reason });
    for (const ami of record.amis) setAmi(deps, ami, record, 'failed', { reason });
  }
}

/** Files of builds that were cut off, and of images that were deregistered just before the end. */
function sweepFiles(stateDirectory: string, ec2: Ec2Service): void {
  const root = imagesDirectory(stateDirectory);
  if (!existsSync(root)) return;
  const kept = new Set(ec2.imageDirectories());
  for (const name of readdirSync(root)) {
    const directory = join(root, name);
    if (!kept.has(directory)) rmSync(directory, { recursive: true, force: true });
  }
}

function operationsOf(deps: BuildDeps, iam: IamService, running: Map<string, Promise<void>>) {
  return {
    ...new ComponentOperations(deps.store),
    ...new DistributionOperations(deps.store),
    ...new ImageOperations(deps, running),
    ...new InfrastructureOperations(deps.store, iam),
    ...new RecipeOperations(deps.store),
  };
}
