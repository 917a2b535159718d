-- The check mark, without a body.
return function()
  local user = any_user()
  return send("PATCH", user, any_task(user) .. "/complete")
end
