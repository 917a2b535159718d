import createClient from 'openapi-fetch';
import type { paths } from './schema';

const api = createClient<paths>({ baseUrl: 'http://localhost:8000' });

export const wrong = () =>
  api.POST('/api/{user_id}/tasks', { params: { path: { user_id: 'ada' } }, body: { title: 'Buy milk', priority: 'urgent' } });
