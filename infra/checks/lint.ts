import { App, CloudFormationValidatePlugin } from 'aws-cdk-lib';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What AWS's own template rules (schemas, runtimes, limits, dangling references) say of the templates in a folder. */
export function lintTemplates(folder: string): string[] {
  const stackTemplates = readdirSync(folder)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => ({
      templatePath: join(folder, file),
      stackConstructPath: file.replace('.template.json', ''),
      accountId: undefined,
      region: undefined,
    }));
  if (stackTemplates.length === 0) throw new Error(`No template in ${folder}: run \`npm run synth\` first`);
  const { violations } = new CloudFormationValidatePlugin().validate({
    stackTemplates,
    templatePaths: stackTemplates.map(({ templatePath }) => templatePath),
    appConstruct: new App(),
  });
  return violations.flatMap(({ ruleName, severity, description, violatingResources }) =>
    violatingResources.map(
      ({ templatePath = '', resourceLogicalId = '' }) =>
        `${severity ?? 'error'} ${ruleName} ${templatePath.split('/').at(-1) ?? ''} ${resourceLogicalId}: ${description}`,
    ),
  );
}
