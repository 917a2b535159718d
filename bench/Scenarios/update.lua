-- Everything of a task but whether it is done.
return function()
  local user = anyone()
  return send_task("PUT", user, any_task(user))
end
