import createClient from 'openapi-fetch';
import type { components, paths } from './schema';

const api = createClient<paths>({ baseUrl: 'http://localhost:8000', headers: { Authorization: 'Bearer token' } });
const path = { user_id: 'n38FQvqdRVXc16ItOEQJgPaeqY6OAeol' };

export async function everything(): Promise<string> {
  const created = await api.POST('/api/{user_id}/tasks', { params: { path }, body: { title: 'Buy milk', priority: 'high', due_date: null } });
  if (created.error) {
    const code: components['schemas']['Problem']['error_code'] = created.error.error_code;
    return code;
  }

  const task: components['schemas']['Task'] = created.data;
  const one = { ...path, task_id: task.id };
  await api.PATCH('/api/{user_id}/tasks/{task_id}', { params: { path: one }, body: { description: null } });
  await api.PATCH('/api/{user_id}/tasks/{task_id}/complete', { params: { path: one } });
  await api.DELETE('/api/{user_id}/tasks/{task_id}', { params: { path: one } });

  const listed = await api.GET('/api/{user_id}/tasks', { params: { path, query: { status: 'pending', priority: ['low', 'high'], limit: 10 } } });
  return listed.data?.map((item) => item.title).join() ?? listed.error?.detail ?? '';
}
