import type { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';

/** What cdk-nag's packs say of an app, without what is acknowledged with its reason. */
export const nagFindings = (app: App): string[] =>
  [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) =>
    pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, severity, violatingResources }) =>
        violatingResources.map(
          ({ constructPath, resourceLogicalId }) =>
            `${severity ?? 'error'} ${ruleName} ${constructPath ?? resourceLogicalId ?? ''}`,
        ),
      ),
  );
