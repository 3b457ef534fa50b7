import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@understudy/contract/testing';
import type { Image } from '@aws-sdk/client-imagebuilder';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeAndMessage } from '../../kernel/error.fixture.ts';
import { testRequest } from '../../kernel/kernel.fixture.ts';
import { regionalServices, type RegionalServices } from '../../resources/testing/regional.ts';
import { ImageBuilderService } from './imagebuilder-service.ts';
import { imageBuilderTables, type ImageBuildRecord } from './records.ts';
import { type ZipEntry, zipOf } from './zip.fixture.ts';

const request = testRequest('us-east-1');

describe('images', () => {
  let directory: string;
  let services: RegionalServices;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'understudy-images-'));
    services = regionalServices({ stateDirectory: directory });
  });

  afterEach(async () => {
    await services.imagebuilder.stop();
    await rm(directory, { recursive: true, force: true });
  });

  function prepare(
    downloads: readonly string[],
    distributionRegions: string[] = [],
    builds: readonly string[] = [],
  ): object {
    const { iam, imagebuilder } = services;
    iam.operations.CreateInstanceProfile(request, { InstanceProfileName: 'builder' });
    const { operations } = imagebuilder;
    const steps = downloads.map((source, index) => ({
      name: `Get${index}`,
      action: 'S3Download',
      inputs: [{ source, destination: '/opt/web.zip' }],
    }));
    const buildSteps = builds.map((script) => ({
      name: 'UnderstudyBuild',
      action: 'ExecuteBash',
      inputs: { commands: ['set -e', script] },
    }));
    const { componentBuildVersionArn: componentArn } = operations.CreateComponent(request, {
      name: 'Web App',
      semanticVersion: '1.0.0',
      platform: 'Linux',
      data: JSON.stringify({
        schemaVersion: '1.0',
        phases: [{ name: 'build', steps: [...steps, ...buildSteps] }],
      }),
    });
    const recipe = operations.CreateImageRecipe(request, {
      name: 'Web App',
      semanticVersion: '1.0.0',
      parentImage: 'ami-0123456789abcdef0',
      components: [{ componentArn }],
    });
    const infrastructure = operations.CreateInfrastructureConfiguration(request, {
      name: 'builder',
      instanceProfileName: 'builder',
    });
    const distribution =
      distributionRegions.length === 0
        ? undefined
        : operations.CreateDistributionConfiguration(request, {
            name: 'everywhere',
            distributions: distributionRegions.map((region) => ({ region })),
          });
    return {
      imageRecipeArn: recipe.imageRecipeArn,
      infrastructureConfigurationArn: infrastructure.infrastructureConfigurationArn,
      distributionConfigurationArn: distribution?.distributionConfigurationArn,
    };
  }

  async function build(input: object): Promise<Image> {
    const { CreateImage, GetImage } = services.imagebuilder.operations;
    const { imageBuildVersionArn } = CreateImage(request, input as never);
    return until(
      () => {
        const { image } = GetImage(request, { imageBuildVersionArn });
        return image?.state?.status === 'BUILDING' ? undefined : image;
      },
      { withinMs: 5_000, what: 'the image to be built' },
    );
  }

  function putArchive(name: string, entries: readonly ZipEntry[]): string {
    services.objects.set(`assets/${name}`, zipOf(entries));
    return `s3://assets/${name}`;
  }

  it('download no more than a bounded number of objects, by no more components than AWS allows', () => {
    const sources = Array.from({ length: 101 }, (_, index) => `s3://assets/${index}.zip`);
    const { CreateImage, CreateImageRecipe } = services.imagebuilder.operations;
    const input = prepare(sources);
    expect(codeAndMessage(() => CreateImage(request, input as never))).toEqual({
      code: 'InvalidParameterValueException',
      message: "The recipe's components download 101 objects; here at most 100.",
    });
    const recipe = {
      name: 'Many',
      semanticVersion: '1.0.0',
      parentImage: 'ami-0123456789abcdef0',
      components: Array.from({ length: 21 }, () => ({
        componentArn: 'arn:aws:imagebuilder:us-east-1:aws:component/update-linux/x.x.x',
      })),
    };
    expect(codeAndMessage(() => CreateImageRecipe(request, recipe)).message).toBe(
      'A recipe can have at most 20 components, not 21.',
    );
  });

  it('leave no files of what was cut off', async () => {
    const kept = await build(
      prepare([putArchive('web.zip', [{ name: 'Procfile', content: 'web: node a.js' }])]),
    );
    const images = join(directory, 'images');
    await mkdir(join(images, 'ami-1.partial', 'a'), { recursive: true });
    await mkdir(join(images, 'ami-2'), { recursive: true });
    await writeFile(join(images, 'ami-1.zip'), 'half');
    const { ec2, iam, deps } = services;
    const fetchObject = () => Promise.reject(new Error('unused'));
    await new ImageBuilderService(deps, { ec2, iam, fetchObject }).stop();
    expect(await readdir(images)).toEqual([kept.outputResources?.amis?.[0]?.image]);
  });

  it('become AMIs whose directory holds what the archive held', async () => {
    const source = putArchive('web.zip', [
      { name: 'Procfile', content: 'web: node server.js\n' },
      { name: 'server.js', content: '// a server' },
    ]);
    const image = await build(prepare([source]));
    expect(image.arn).toBe('arn:aws:imagebuilder:us-east-1:111122223333:image/web-app/1.0.0/1');
    expect(image.state).toEqual({ status: 'AVAILABLE', reason: undefined });
    const imageId = image.outputResources?.amis?.[0]?.image ?? '';
    expect(imageId).toMatch(/^ami-[0-9a-f]{17}$/);
    const [known] = services.ec2.images('us-east-1');
    expect(known).toMatchObject({ imageId, directory: join(directory, 'images', imageId) });
    expect(await readFile(join(known?.directory ?? '', 'server.js'), 'utf8')).toBe('// a server');
    expect(await readdir(join(directory, 'images'))).toEqual([imageId]);
  });

  it.each<[string, ZipEntry[] | undefined, string]>([
    ['has no Procfile', [{ name: 'server.js', content: '' }], "has no file 'Procfile'"],
    ['has a Procfile without web', [{ name: 'Procfile', content: 'job: a' }], "'web: command'"],
    ['leaves its folder', [{ name: '../x', content: '' }], '../x'],
    ['does not exist', undefined, 's3://assets/web.zip could not be downloaded'],
  ])('fail with the reason when the archive %s, and leave no files', async (_, entries, reason) => {
    if (entries !== undefined) putArchive('web.zip', entries);
    const image = await build(prepare(['s3://assets/web.zip']));
    expect(image.state?.status).toBe('FAILED');
    expect(image.state?.reason).toContain(reason);
    expect(image.outputResources?.amis).toEqual([]);
    expect(services.ec2.images('us-east-1')).toEqual([]);
    const images = join(directory, 'images');
    expect(existsSync(images) ? await readdir(images) : []).toEqual([]);
  });

  it('are made of several archives, and copied to the regions that they are distributed to', async () => {
    const one = putArchive('web.zip', [{ name: 'Procfile', content: 'web: node a.js' }]);
    const two = putArchive('lib.zip', [{ name: 'lib/a.js', content: 'a' }]);
    const image = await build(prepare([one, two], ['us-east-1', 'ap-northeast-2']));
    expect(image.outputResources?.amis?.map((ami) => ami.region)).toEqual([
      'us-east-1',
      'ap-northeast-2',
    ]);
    const [copy] = services.ec2.images('ap-northeast-2');
    expect(await readFile(join(copy?.directory ?? '', 'lib/a.js'), 'utf8')).toBe('a');
  });

  const WEB: ZipEntry[] = [{ name: 'Procfile', content: 'web: node a.js' }];

  it('have what their component builds in them, in each region', async () => {
    const count = join(directory, 'count');
    const script = `cd "$UNDERSTUDY_IMAGE_FOLDER"; echo "$PWD" >> ${count}; mkdir -p made/bin; echo built > made/a; ln -s ../a made/bin/a`;
    const input = prepare([putArchive('web.zip', WEB)], ['us-east-1', 'eu-west-1'], [script]);
    const image = await build(input);
    expect(image.state?.status).toBe('AVAILABLE');
    for (const region of ['us-east-1', 'eu-west-1']) {
      const [{ directory: folder = '' } = {}] = services.ec2.images(region);
      expect(await readFile(join(folder, 'made/bin/a'), 'utf8')).toBe('built\n');
      expect(await readlink(join(folder, 'made/bin/a'))).toBe('../a');
    }
    // Once for what is the same, and where it stays: programs name the folder they were built in.
    await build(input);
    const [built = '', ...again] = (await readFile(count, 'utf8')).trim().split('\n');
    expect(again).toEqual([]);
    expect(existsSync(join(built, 'made/a'))).toBe(true);

    putArchive('web.zip', [...WEB, { name: 'a.js', content: '' }]);
    await build(input);
    expect((await readFile(count, 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  it.each([
    ['echo to no avail; exit 3', 'The step UnderstudyBuild ended with exit code 3: to no avail'],
    ['exit 1', 'The step UnderstudyBuild ended with exit code 1: (it wrote nothing)'],
    ['no-such-tool build', 'a program that it calls is not on this machine: install it'],
    ['seq 1 9999; exit 1', '\n9998\n9999'],
  ])('fail when %j does, with its last output, and leave nothing', async (script, reason) => {
    const image = await build(prepare([putArchive('web.zip', WEB)], [], [script]));
    expect(image.state?.status).toBe('FAILED');
    expect(image.state?.reason).toContain(reason);
    expect(image.state?.reason?.length).toBeLessThan(2_200);
    expect(await readdir(join(directory, 'images'))).toEqual([]);
    expect(await readdir(join(directory, 'builds'))).toEqual(['home']);
  });

  it('fail when what they run takes too long, or the engine stops', async () => {
    const started = join(directory, 'started');
    const script = `touch ${started}; sleep 300 & wait`;
    const input = prepare([putArchive('web.zip', WEB)], [], [script]);
    const late = build(input);
    const hasBegun = () => until(() => existsSync(started), { withinMs: 8_000, what: 'the build' });
    await hasBegun();
    await services.deps.clock.advance(1_800_000);
    expect((await late).state?.reason).toContain('was not over within 1800 s');

    await rm(started);
    const stopped = build(input);
    await hasBegun();
    await services.imagebuilder.stop();
    expect((await stopped).state?.reason).toBe(
      'the engine stopped while the image was being built',
    );
  });

  it('without an archive boot the built-in responder', async () => {
    await build(prepare([]));
    expect(services.ec2.images('us-east-1')[0]).not.toHaveProperty('directory');
  });

  it('are listed a page at a time, by tokens that were given', async () => {
    const input = prepare([]);
    await build(input);
    await build(input);
    const { ListImageBuildVersions: list } = services.imagebuilder.operations;
    const first = list(request, { maxResults: 1 });
    const rest = list(request, { nextToken: first.nextToken });
    const both = [first, rest].map(({ imageSummaryList: [image] = [] }) => image?.version);
    expect(both).toEqual(['1.0.0/1', '1.0.0/2']);
    expect(rest.nextToken).toBeUndefined();
    expect(() => list(request, { nextToken: 'x' })).toThrow('an invalid pagination token');
  });

  it('go, but their AMIs stay until these are deregistered', async () => {
    const source = putArchive('web.zip', [{ name: 'Procfile', content: 'web: a' }]);
    const image = await build(prepare([source]));
    const imageId = image.outputResources?.amis?.[0]?.image ?? '';
    await services.imagebuilder.operations.DeleteImage(request, {
      imageBuildVersionArn: image.arn,
    });
    expect(services.ec2.images('us-east-1')).toHaveLength(1);
    await services.ec2.operations.DeregisterImage(request, { ImageId: imageId });
    expect(existsSync(join(directory, 'images', imageId))).toBe(false);
  });

  it('that a killed engine was building have failed when the next one starts', () => {
    const { deps, ec2, iam } = services;
    const arn = 'arn:aws:imagebuilder:us-east-1:111122223333:image/web/1.0.0/1';
    const record: ImageBuildRecord = {
      arn,
      name: 'web',
      version: '1.0.0',
      build: 1,
      recipeArn: '',
      infrastructureArn: '',
      status: 'BUILDING',
      amis: [],
      skippedSteps: [],
      createdMs: 0,
      tags: {},
    };
    deps.state.table(imageBuilderTables.images).put(`us-east-1/${arn}`, record);
    const next = new ImageBuilderService(deps, {
      ec2,
      iam,
      fetchObject: () => Promise.reject(new Error('unused')),
    });
    expect(next.operations.GetImage(request, { imageBuildVersionArn: arn }).image?.state).toEqual({
      status: 'FAILED',
      reason: 'the engine stopped while the image was being built',
    });
  });

  it('are built from what exists only', () => {
    const { operations } = services.imagebuilder;
    expect(
      codeAndMessage(() =>
        operations.CreateInfrastructureConfiguration(request, {
          name: 'builder',
          instanceProfileName: 'nobody',
        }),
      ).message,
    ).toContain('there is no such instance profile');
    const input = prepare([]);
    expect(
      codeAndMessage(() =>
        operations.CreateImage(request, { ...input, imageRecipeArn: 'arn:none' } as never),
      ).code,
    ).toBe('ResourceNotFoundException');
    const arn = 'arn:aws:imagebuilder:us-east-1:111122223333:component/web-app/1.0.0/1';
    expect(
      codeAndMessage(() => operations.DeleteComponent(request, { componentBuildVersionArn: arn }))
        .code,
    ).toBe('ResourceDependencyException');
    const latest = arn.replace('1.0.0/1', 'x.x.x');
    expect(
      operations.GetComponent(request, { componentBuildVersionArn: latest }).component?.arn,
    ).toBe(arn);
  });
});
