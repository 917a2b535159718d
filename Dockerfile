FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
WORKDIR /src

# Packages in a layer of their own: it lasts until one of these files changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY Todo.Api/Todo.Api.csproj Todo.Api/
RUN dotnet restore Todo.Api/Todo.Api.csproj

COPY . .
RUN dotnet publish Todo.Api/Todo.Api.csproj --configuration Release --output /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .

# The image's own ASPNETCORE_HTTP_PORTS=8080 would be a second opinion on where to listen.
ENV ENVIRONMENT=production PORT=8000 ASPNETCORE_HTTP_PORTS=
EXPOSE 8000
USER $APP_UID

# In exec form, so that SIGTERM reaches the process; "docker run IMAGE --migrate" applies migrations and exits.
ENTRYPOINT ["dotnet", "Todo.Api.dll"]
