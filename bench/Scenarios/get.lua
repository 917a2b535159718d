-- One task.
return function()
  local user = anyone()
  return send("GET", user, any_task(user))
end
