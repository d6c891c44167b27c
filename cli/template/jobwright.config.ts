import { defineConfig } from 'jobwright/generator';

export default defineConfig({
  paths: ['bpmn'],
  out: 'generated',
  handlers: 'handlers',
  tests: 'test',
});
