import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Service, Stoppable } from '../../kernel/service.ts';
import type { Ec2Service } from '../ec2/ec2-service.ts';
import { componentOperations } from './components.ts';
import { distributionOperations, infrastructureOperations } from './configurations.ts';
import { setAmi } from './image-build.ts';
import { type ImageBuilderCollaborators, ImageBuilderStore } from './imagebuilder-store.ts';
import { imageOperations } from './images.ts';
import { resourceStateOperations } from './lifecycle/delete-resources.ts';
import { lifecycleOperations } from './lifecycle/lifecycle-policies.ts';
import { LifecycleRunner } from './lifecycle/lifecycle-runner.ts';
import { recipeOperations } from './recipes.ts';
import { tagOperations } from './resource-tags.ts';
import { imagesDirectory } from './unpack.ts';

export type { FetchObject, ImageBuilderCollaborators } from './imagebuilder-store.ts';

const OPERATIONS = mergeOperations(
  componentOperations,
  distributionOperations,
  imageOperations,
  infrastructureOperations,
  lifecycleOperations,
  recipeOperations,
  resourceStateOperations,
  tagOperations,
);

/** EC2 Image Builder: makes an AMI of the archives that a recipe's components download. */
export class ImageBuilderService implements Service, Stoppable {
  readonly traits: ServiceTraits = {
    signingName: 'imagebuilder',
    protocols: ['restJson'],
    // REST-JSON answers have no namespace.
    xmlNamespace: '',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof bindOperations<ImageBuilderStore, typeof OPERATIONS>>;
  readonly #store: ImageBuilderStore;
  readonly #lifecycles: LifecycleRunner;

  constructor(deps: ServiceDeps, collaborators: ImageBuilderCollaborators) {
    this.#store = new ImageBuilderStore(deps, collaborators);
    this.operations = bindOperations(this.#store, OPERATIONS);
    this.#lifecycles = new LifecycleRunner(this.#store);
    this.#store.lifecycleBegan = () => this.#lifecycles.begin();
    this.#lifecycles.begin();
    failInterruptedBuilds(this.#store);
    sweepFiles(deps.stateDirectory, collaborators.ec2);
    this.#store.built.sweep();
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
    await this.#store.running.get(imageArn);
  }

  /** Ends what builds run, and waits until the rest of them is done: half an image is of no use. */
  async stop(): Promise<void> {
    this.#lifecycles.stop();
    this.#store.stopping.abort(new Error('the engine stopped while the image was being built'));
    await Promise.all(this.#store.running.values());
  }
}

/** What an engine that was killed was building is not built by the next one: it says so. */
function failInterruptedBuilds(store: ImageBuilderStore): void {
  const reason = 'the engine stopped while the image was being built';
  for (const record of store.images.all()) {
    if (record.status !== 'BUILDING') continue;
    const region = record.arn.split(':')[3] ?? '';
    store.images.put(region, record.arn, { ...record, status: 'FAILED', reason });
    for (const ami of record.amis) setAmi(store, ami, record, 'failed', { reason });
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
