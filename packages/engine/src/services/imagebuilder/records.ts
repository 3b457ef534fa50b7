import type {
  ComponentConfiguration,
  CreateDistributionConfigurationRequest,
  CreateImageRecipeRequest,
  CreateInfrastructureConfigurationRequest,
  ImageStatus,
  Platform,
} from '@aws-sdk/client-imagebuilder';

export interface ComponentRecord {
  arn: string;
  name: string;
  version: string;
  platform: Platform;
  description?: string;
  changeDescription?: string;
  supportedOsVersions: string[];
  data: string;
  createdMs: number;
  tags: Record<string, string>;
}

export interface RecipeRecord {
  arn: string;
  name: string;
  version: string;
  parentImage: string;
  components: ComponentConfiguration[];
  createdMs: number;
  /** As given, for Get calls. */
  request: CreateImageRecipeRequest;
}

export interface InfrastructureRecord {
  arn: string;
  name: string;
  createdMs: number;
  updatedMs: number;
  request: CreateInfrastructureConfigurationRequest;
}

export interface DistributionRecord {
  arn: string;
  name: string;
  createdMs: number;
  updatedMs: number;
  request: CreateDistributionConfigurationRequest;
}

export interface ImageBuildRecord {
  arn: string;
  name: string;
  version: string;
  build: number;
  recipeArn: string;
  infrastructureArn: string;
  distributionArn?: string;
  status: ImageStatus;
  reason?: string;
  /** The AMI in this region, and copies of it in others. */
  amis: { region: string; imageId: string; name: string }[];
  /** Steps of the components that nothing was done for. */
  skippedSteps: string[];
  createdMs: number;
  tags: Record<string, string>;
}
