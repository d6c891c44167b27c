import { flowNodes, type UserTask } from '../../model/index.js';
import { definePlugin } from '../index.js';

/** A page of each process, and a rule that asks for the documentation of user tasks. */
export const docs = definePlugin({
  name: 'docs',
  apiVersion: 1,
  emitters: [
    {
      name: 'pages',
      emit: (plan) =>
        plan.processes.map((process) => ({
          path: `docs/${process.folder}.md`,
          text: `# ${process.name ?? process.id}\n\n${process.jobs.map(({ type }) => `- ${type}\n`).join('')}`,
        })),
    },
  ],
  rules: [
    {
      name: 'documented-user-tasks',
      check: (models) =>
        models
          .flatMap(({ processes }) => processes)
          .flatMap((process) => flowNodes(process))
          .filter((node): node is UserTask => node.kind === 'userTask')
          .filter(({ documentation }) => documentation === undefined)
          .map((node) => ({
            code: 'DOCS-1',
            severity: 'warning',
            message: `"${node.name ?? node.id}" has no documentation.`,
            fix: 'say what the person is to do',
            place: node.place,
            elementId: node.id,
          })),
    },
  ],
});
