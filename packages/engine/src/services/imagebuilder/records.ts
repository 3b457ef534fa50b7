import type { ImageStatus, Platform } from '@aws-sdk/client-imagebuilder';
import { enumeration, textsSchema } from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';
import {
  imagebuilderComponentConfiguration,
  imagebuilderCreateDistributionConfigurationRequest,
  imagebuilderCreateImageRecipeRequest,
  imagebuilderCreateInfrastructureConfigurationRequest,
  imagebuilderCreateLifecyclePolicyRequest,
} from '../../kernel/state/sdk-shapes.generated.ts';

const componentSchema = z.object({
  arn: z.string(),
  name: z.string(),
  version: z.string(),
  platform: enumeration<Platform>(),
  description: z.string().exactOptional(),
  changeDescription: z.string().exactOptional(),
  supportedOsVersions: z.array(z.string()),
  data: z.string(),
  createdMs: z.number(),
  tags: textsSchema,
});
export type ComponentRecord = z.infer<typeof componentSchema>;

const recipeSchema = z.object({
  arn: z.string(),
  name: z.string(),
  version: z.string(),
  parentImage: z.string(),
  components: z.array(imagebuilderComponentConfiguration),
  createdMs: z.number(),
  /** As given, for Get calls. */
  request: imagebuilderCreateImageRecipeRequest,
});
export type RecipeRecord = z.infer<typeof recipeSchema>;

const infrastructureSchema = z.object({
  arn: z.string(),
  name: z.string(),
  createdMs: z.number(),
  updatedMs: z.number(),
  request: imagebuilderCreateInfrastructureConfigurationRequest,
});
export type InfrastructureRecord = z.infer<typeof infrastructureSchema>;

const distributionSchema = z.object({
  arn: z.string(),
  name: z.string(),
  createdMs: z.number(),
  updatedMs: z.number(),
  request: imagebuilderCreateDistributionConfigurationRequest,
});
export type DistributionRecord = z.infer<typeof distributionSchema>;

const imageBuildSchema = z.object({
  arn: z.string(),
  name: z.string(),
  version: z.string(),
  build: z.number(),
  recipeArn: z.string(),
  infrastructureArn: z.string(),
  distributionArn: z.string().exactOptional(),
  status: enumeration<ImageStatus>(),
  reason: z.string().exactOptional(),
  /** The AMI in this region, and copies of it in others. */
  amis: z.array(z.object({ region: z.string(), imageId: z.string(), name: z.string() })),
  /** Steps of the components that nothing was done for. */
  skippedSteps: z.array(z.string()),
  createdMs: z.number(),
  tags: textsSchema,
});
export type ImageBuildRecord = z.infer<typeof imageBuildSchema>;

const lifecycleSchema = z.object({
  arn: z.string(),
  name: z.string(),
  createdMs: z.number(),
  updatedMs: z.number(),
  /** Absent until it ran for the first time. */
  lastRunMs: z.number().exactOptional(),
  request: imagebuilderCreateLifecyclePolicyRequest,
});
export type LifecycleRecord = z.infer<typeof lifecycleSchema>;

export const imageBuilderTables = {
  components: declareTable('imagebuilder/components', componentSchema),
  recipes: declareTable('imagebuilder/recipes', recipeSchema),
  infrastructures: declareTable('imagebuilder/infrastructures', infrastructureSchema),
  distributions: declareTable('imagebuilder/distributions', distributionSchema),
  images: declareTable('imagebuilder/images', imageBuildSchema),
  lifecycles: declareTable('imagebuilder/lifecycles', lifecycleSchema),
};
