FROM node:22-alpine AS production
