-- Reads the fixtures and sends what the file of the scenario says:  wrk … -s load.lua URL -- SCENARIO FIXTURES SEED
-- Requests are put together from ready pieces: what the generator computes, the servers lack.
dofile("result.lua")

local BODIES = 2000
local PRIORITIES = { "low", "medium", "high" }

local users, users_by_id, words, bodies = {}, {}, {}, {}
local draw

local function any(list)
  return list[math.random(#list)]
end

local function text(length)
  local picked = {}
  for i = 1, length do
    picked[i] = any(words)
  end
  return table.concat(picked, " ")
end

local function body()
  return string.format(
    '{"title": "%s", "description": "%s", "priority": "%s", "due_date": "2030-%02d-%02dT%02d:30:00Z"}',
    text(4), text(15), any(PRIORITIES), math.random(12), math.random(28), math.random(0, 23))
end

local function read(file)
  local lines = io.lines(file)
  for word in lines():gmatch("%S+") do
    words[#words + 1] = word
  end
  for line in lines do
    local id, token, tasks = line:match("([^\t]+)\t([^\t]+)\t([^\t]+)")
    local user = {
      path = " /api/" .. id .. "/tasks",
      headers = " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port .. "\r\nAuthorization: Bearer " .. token .. "\r\n",
      tasks = {},
    }
    for task in tasks:gmatch("%d+") do
      user.tasks[#user.tasks + 1] = "/" .. task
    end
    users[#users + 1] = user
    users_by_id[id] = user
  end
  for i = 1, BODIES do
    local json = body()
    bodies[i] = "Content-Type: application/json\r\nContent-Length: " .. #json .. "\r\n\r\n" .. json
  end
end

-- The words that scenarios are written in.
function any_user() return any(users) end
function user_with(id) return users_by_id[id] end
function any_task(user) return any(user.tasks) end
function any_word() return any(words) end
function send(method, user, path) return method .. user.path .. path .. user.headers .. "\r\n" end
function send_task(method, user, path) return method .. user.path .. path .. user.headers .. any(bodies) end

-- Draws among other scenarios; the shares are percentages.
function mix(shares)
  local hundred = {}
  for name, share in pairs(shares) do
    local scenario = dofile(name .. ".lua")
    for _ = 1, share do
      hundred[#hundred + 1] = scenario
    end
  end
  return function() return any(hundred)() end
end

function init(args)
  math.randomseed(tonumber(args[3]))
  read(args[2])
  draw = dofile(args[1] .. ".lua")
end

function request()
  return draw()
end
