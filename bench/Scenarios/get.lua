-- One task.
return function()
  local user = any_user()
  return send("GET", user, any_task(user))
end
