import { z } from 'zod';
import { environmentNames } from '../parameters/environment-names.js';
import { resourcesOf } from '../diagram/templates.js';
import { templatesOf } from './assemblies.js';

const statements = z.object({
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({
        Action: z.union([z.string(), z.array(z.string())]),
        Resource: z.unknown(),
        Effect: z.literal('Allow'),
      }),
    ),
  }),
});

describe.each(environmentNames)('what the pipeline may do in %s', (environment) => {
  const templates = templatesOf(environment).filter(({ stackName }) =>
    stackName.endsWith('-deploy'),
  );

  test('only one GitHub environment of one repository can take on its roles', () => {
    const roles = resourcesOf(templates, 'AWS::IAM::Role');

    expect(roles).toHaveLength(2);
    for (const { Properties } of roles) {
      expect(Properties).toMatchObject({
        AssumeRolePolicyDocument: {
          Statement: [
            {
              Action: 'sts:AssumeRoleWithWebIdentity',
              Condition: {
                StringEquals: {
                  'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
                  'token.actions.githubusercontent.com:sub': `repo:example/jobwright:environment:${environment}`,
                },
              },
            },
          ],
        },
      });
    }
  });

  test('it pushes images, or deploys through the roles of CDK and runs the two tasks of a release', () => {
    const actions = resourcesOf(templates, 'AWS::IAM::Policy').map(({ Properties }) =>
      statements
        .parse(Properties)
        .PolicyDocument.Statement.flatMap(({ Action }) => Action)
        .sort(),
    );

    expect(actions.find((list) => list.includes('sts:AssumeRole'))).toEqual([
      'cloudformation:DescribeStacks',
      'ecs:DescribeTasks',
      'ecs:RunTask',
      'iam:PassRole',
      'sts:AssumeRole',
    ]);
    expect(
      actions
        .find((list) => list.includes('ecr:PutImage'))
        ?.every((action) => action.startsWith('ecr:')),
    ).toBe(true);
    expect(actions).toHaveLength(2);
  });

  test('the roles it hands on are those of the release tasks', () => {
    const release = resourcesOf(
      templatesOf(environment).filter(({ stackName }) => stackName.endsWith('-release')),
      'AWS::IAM::Role',
    ).map(({ Properties }) => String(Properties.RoleName));
    const passed = JSON.stringify(
      resourcesOf(templates, 'AWS::IAM::Policy').flatMap(({ Properties }) =>
        statements
          .parse(Properties)
          .PolicyDocument.Statement.filter(({ Action }) => Action === 'iam:PassRole'),
      ),
    );

    expect(release).toHaveLength(4);
    for (const name of release) {
      expect(passed).toContain(`:role/${name}"`);
    }
    expect(passed).not.toContain('*');
  });
});
