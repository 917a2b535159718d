-- Everything of a task but whether it is done.
return function()
  local user = any_user()
  return send_task("PUT", user, any_task(user))
end
